import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { firstSight, wasSeen } from '../../src/store/seen.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { cardSays, planned } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const devices = devicesFor('ana@acme.example');
const hour = 60 * 60_000;

describe('a card that nobody decided', () => {
  it('expires with its seeds, and can be approved no more', async () => {
    const work = await planned(devices, { env: { APPROVAL_TTL_MINUTES: '60' } });
    await work.clock.pass(hour + 60_000);
    await work.batch('expired');
    await cardSays(work, 'Nobody approved this plan');
    expect(buttonsOf(work.card())).toEqual([]);
    expect((await work.db.query('SELECT id FROM seed')).length).toBe(0);
    expect((await work.decide('approve')).state).toBe('expired');
    await work.clock.pass(hour);
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });

  it('comes back when somebody deleted it', async () => {
    const work = await planned(devices);
    await work.clock.until(
      'the thread',
      () => work.stage.cards()[0] !== undefined && work.thread().length === 2,
    );
    const old = work.card();
    await work.slack.people.deleteMessage(defaultPeople.maria.id, defaultPlaces.admins, old.ts);
    await work.clock.pass(hour);
    expect(work.card().ts).not.toBe(old.ts);
    expect(buttonsOf(work.card())).toContain('batch.approve');
    expect((await work.batch('awaiting_approval')).cardTs).toBe(work.card().ts);
  });

  it('is left as it is once it is decided', async () => {
    const work = await planned(devices);
    await work.decide('reject');
    await cardSays(work, 'rejected');
    // The card may be edited once more for what was asked for while it was on its way.
    await work.clock.pass(60_000);
    const edits = work.slack.journal.length;
    await work.clock.pass(3 * hour);
    expect(work.slack.journal.slice(edits).map(({ method }) => method)).not.toContain('chat.update');
    expect(textOf(work.card())).toContain('rejected');
  });
});

describe('what was seen', () => {
  it('is remembered for a day and then forgotten', async () => {
    const work = await planned(devices);
    await firstSight(work.db, 'refused:C1:F1', work.clock.now());
    work.clock.set(work.clock.now() + 24 * hour);
    await work.clock.pass(60_000);
    expect(await wasSeen(work.db, 'refused:C1:F1')).toBe(true);
    work.clock.set(work.clock.now() + 2 * hour);
    await work.clock.pass(60_000);
    expect(await wasSeen(work.db, 'refused:C1:F1')).toBe(false);
  });
});
