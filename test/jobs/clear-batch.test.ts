import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { auditOf } from '../../src/store/audit.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { planned } from './planned.ts';

const { tom } = defaultPeople;
const devices = devicesFor('ana@acme.example', 'ben@acme.example');

/** Approves while the bot is not running, lets `meanwhile` happen, and starts it again. */
async function approvedAnd(meanwhile: (work: AtWork) => unknown): Promise<AtWork> {
  const work = await planned(devices);
  await work.stop();
  await work.decide('approve');
  await meanwhile(work);
  work.start();
  return work;
}

async function codes(work: AtWork, event: string): Promise<readonly string[]> {
  const rows = await auditOf(work.db, {});
  return rows.filter((row) => row.event === event).map(({ detail }) => detail);
}

describe('an approved plan, before its first row', () => {
  it('is cleared once, in the audit, and then runs', async () => {
    const work = await approvedAnd(() => undefined);
    await work.batch('finished');
    expect(await codes(work, 'batch.clear')).toHaveLength(1);
  });

  it.each([
    ['a serial', "UPDATE batch_row SET serial = '999999999999' WHERE line = 2"],
    ['a user', "UPDATE batch_row SET user_id = '00uSOMEBODYELSE' WHERE line = 3"],
    ['a seed', "UPDATE batch_row SET seed_fingerprint = 'another' WHERE line = 2"],
    ['an action', "UPDATE batch_row SET action = 'stock' WHERE line = 2"],
    ['what Okta was seen to hold', `UPDATE batch_row SET seen_factor_ids = '["chf1"]' WHERE line = 2`],
  ])('is refused whole, and loudly, where %s was changed on disk', async (_what, sql) => {
    const work = await approvedAnd(({ db }) => db.query(sql));
    expect((await work.batch('discarded')).trouble).toContain('not what was approved');
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
    expect(work.logged()).toContain('approved plan is not what is stored');
    expect(await codes(work, 'batch.discard')).toEqual([expect.stringContaining('"code":"plan_changed"')]);
    expect(await work.db.query('SELECT id FROM seed')).toEqual([]);
    await work.clock.until('the card', () => textOf(work.card()).includes('not what was approved'));
  });

  it('does not begin after its expiry, although it was approved before', async () => {
    const work = await approvedAnd(({ clock }) => clock.set(clock.now() + 24 * 60 * 60_000));
    expect((await work.batch('expired')).trouble).toContain('approved in time');
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
    expect(await work.db.query('SELECT id FROM seed')).toEqual([]);
  });

  it('waits for another approval where whoever approved has left the channel', async () => {
    const work = await approvedAnd(({ slack, clock }) => {
      slack.world.channels.get(defaultPlaces.admins)?.members.delete(tom.id);
      clock.set(clock.now() + 120_000);
    });
    const recalled = await work.batch('awaiting_approval');
    expect(recalled).toMatchObject({ decidedBy: undefined, startedAt: undefined });
    expect(recalled.trouble).toContain('taken back');
    expect(await codes(work, 'batch.recall')).toEqual([expect.stringContaining('"code":"not_in_channel"')]);
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });

  it('waits, and is not taken back, while Slack does not say who approved', async () => {
    const work = await approvedAnd(({ slack, clock }) => {
      slack.faults.add({
        at: 'api',
        match: 'conversations.members',
        fault: { do: 'rate_limited', retryAfter: '30' },
        times: 3,
      });
      clock.set(clock.now() + 120_000);
    });
    await work.batch('finished');
    expect(await codes(work, 'batch.recall')).toEqual([]);
  });
});
