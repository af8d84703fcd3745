import { describe, expect, it } from 'vitest';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { decide } from '../../src/domain/approval.ts';
import type { PlaintextPolicy } from '../../src/domain/exposure.ts';
import type { Person } from '../../src/domain/people.ts';
import { watchDroppedFiles } from '../../src/jobs/watch-files.ts';
import { tokensBySerial } from '../../src/store/tokens.ts';
import { type AtWork, openWork } from './at-work.ts';
import { cardSays } from './planned.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const devices = devicesFor('ana@acme.example');

async function droppedUnder(plaintext: PlaintextPolicy): Promise<{ work: AtWork; fileId: string }> {
  const work = await openWork({ plaintext });
  work.start();
  return { work, fileId: await work.drop(csvOf(devices)) };
}

describe('a file with seeds in clear', () => {
  it('is shown on the card with how many people can read it', async () => {
    const { work } = await droppedUnder('allow');
    const { briefing } = await work.batch('awaiting_approval');
    expect(briefing.exposure).toMatchObject({ holds: 'seeds', quarantined: false });
    expect(briefing.exposure?.readers).toBeGreaterThan(1);
    await cardSays(
      work,
      `all ${String(briefing.exposure?.readers)} members of this channel can read the seeds`,
    );
    expect(textOf(work.card())).not.toContain('Approve is locked');
  });

  it('in quarantine locks Approve until it is deleted, and says so', async () => {
    const { work, fileId } = await droppedUnder('quarantine');
    const code = async () => {
      const batch = await work.clock.until('a batch with its card', async () => {
        const one = await work.batch('awaiting_approval');
        return one.cardTs !== undefined && one;
      });
      const { tom } = defaultPeople;
      const person = await personOf(work, tom.id);
      const decision = decide({
        verb: 'approve',
        actor: { person, inChannel: true, channelId: batch.channelId, teamId: person.teamId },
        batch,
        seen: { revision: batch.revision, hash12: batch.planHash.slice(0, 12) },
        card: { channelId: batch.channelId, ts: batch.cardTs ?? '' },
        policy: 'confirm',
        approvers: { kind: 'channel' },
        isApprover: true,
        now: work.clock.now(),
      });
      return decision.ok ? 'ok' : decision.refusal.code;
    };
    await cardSays(work, 'Approve is locked until it is gone');
    expect(buttonsOf(work.card())).toEqual(['batch.reject', 'batch.withdraw']);
    expect(await code()).toBe('file_still_there');
    await work.slack.people.deleteFile(defaultPeople.maria.id, fileId);
    await watchDroppedFiles(work.files);
    await cardSays(work, 'The file was deleted from Slack');
    expect(await code()).toBe('ok');
    expect(buttonsOf(work.card())).toContain('batch.approve');
    expect(textOf(work.card())).not.toContain('Approve is locked');
  });

  it('is not read where only encrypted files are, and nothing of it is kept', async () => {
    const { work } = await droppedUnder('refuse');
    const batch = await work.batch('discarded');
    expect(batch.trouble).toContain('takes encrypted files only');
    await cardSays(work, 'takes encrypted files only');
    expect(await work.rows()).toEqual([]);
    expect(
      await tokensBySerial(
        work.db,
        devices.map(({ serial }) => serial),
      ),
    ).toEqual(new Map());
    expect(work.okta.journal).toEqual([]);
    await work.clock.until('the request to delete it', () =>
      work.thread().some((reply) => textOf(reply).includes('please delete')),
    );
  });
});

async function personOf(work: AtWork, id: string): Promise<Person> {
  const seen = await work.files.workspace.person(id);
  if (seen.kind !== 'ok') throw new Error('Slack does not know this person');
  return seen.value;
}
