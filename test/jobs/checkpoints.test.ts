import { describe, expect, it } from 'vitest';
import { checkpointLine, findCheckpoints } from '../../src/domain/checkpoint.ts';
import type { Message } from '../../src/domain/messages.ts';
import type { Chat, Shown } from '../../src/domain/ports.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createCheckpoints } from '../../src/jobs/checkpoints.ts';
import { openLog } from '../../src/log.ts';
import { noticeView } from '../../src/slack/views/notice.ts';
import { auditHead, recordRefusal, verifyAudit } from '../../src/store/audit.ts';
import { auditKey, isSignedBy } from '../../src/store/audit-key.ts';
import { quickClock } from '../support/quick-clock.ts';
import { temporaryStore } from '../support/store.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const key = auditKey(new Secret<Uint8Array>(new Uint8Array(32).fill(5)));

type Posted = Shown<{ readonly ts: string }>;

/** The job at work on an empty audit, with what it wrote to the log and posted. */
async function atWork(answers: readonly Posted[] = []) {
  const { db } = await temporaryStore();
  const clock = quickClock();
  const lines: string[] = [];
  const posts: { readonly channelId: string; readonly message: Message }[] = [];
  const log = openLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const chat = {
    post: ({ channelId }, message) => {
      posts.push({ channelId, message });
      return Promise.resolve(answers[posts.length - 1] ?? { kind: 'ok', value: { ts: '1' } });
    },
  } satisfies Pick<Chat, 'post'>;
  const start = () => createCheckpoints({ db, clock, log, chat, auditKey: key, adminChannels: ['C1'] });
  const refuse = async (times: number): Promise<void> => {
    for (let index = 0; index < times; index += 1)
      await recordRefusal(db, { at: clock.now(), actor: 'U1', code: 'not_an_approver' });
  };
  const checkpoints = () => findCheckpoints(lines.join('\n'));
  return { db, clock, lines, posts, refuse, checkpoints, start };
}

describe('the checkpoints of the audit', () => {
  it('are signed for every hundredth entry, and after a quarter of an hour for fewer', async () => {
    const { clock, refuse, checkpoints, start, db } = await atWork();
    await refuse(250);
    const job = start();
    const working = job.run();
    await clock.pass(10_000);
    expect(checkpoints().map(({ seq }) => seq)).toEqual([100, 200, 250]);
    await refuse(7);
    await clock.pass(14 * minute);
    expect(checkpoints()).toHaveLength(3);
    await clock.pass(2 * minute);
    expect(checkpoints().at(-1)).toMatchObject(await auditHead(db));
    await clock.pass(60 * minute);
    expect(checkpoints()).toHaveLength(4);
    for (const checkpoint of checkpoints()) expect(isSignedBy(key.publicKey, checkpoint)).toBe(true);
    expect(await verifyAudit(db, checkpoints())).toMatchObject({ ok: true });
    await job.stop();
    await working;
  });

  it('go on after a restart where they were', async () => {
    const { clock, refuse, checkpoints, start } = await atWork();
    for (let round = 0; round < 3; round += 1) {
      await refuse(100);
      const job = start();
      const working = job.run();
      await clock.pass(10_000);
      await job.stop();
      await working;
    }
    expect(checkpoints().map(({ seq }) => seq)).toEqual([100, 200, 300]);
  });

  it('are posted once a day, again until Slack took them, and can be copied from the message', async () => {
    const down: Posted = { kind: 'retry', afterMs: 1_000, why: 'slack is away' };
    const { clock, refuse, posts, start, db } = await atWork([down]);
    const job = start();
    const working = job.run();
    await refuse(3);
    await clock.pass(day - minute);
    expect(posts).toHaveLength(0);
    await clock.pass(2 * minute);
    expect(posts).toHaveLength(1);
    await clock.pass(11 * minute);
    expect(posts).toHaveLength(2);
    await clock.pass(day - 20 * minute);
    expect(posts).toHaveLength(2);
    const [, { message } = { message: undefined }] = posts;
    if (message?.kind !== 'notice') throw new Error('a notice was expected');
    const shown = JSON.stringify(noticeView(message).blocks);
    const [found] = findCheckpoints(shown);
    expect(found).toMatchObject(await auditHead(db));
    expect(found === undefined || isSignedBy(key.publicKey, found)).toBe(true);
    await job.stop();
    await working;
  });
});

describe('a checkpoint', () => {
  const signed = key.sign({ seq: 7, hash: 'ab'.repeat(32) }, 1_767_603_600_999);

  it('reads back from its line as it was', () => {
    expect(findCheckpoints(`> ${checkpointLine(signed)}.`)).toEqual([signed]);
    expect(findCheckpoints('nothing here')).toEqual([]);
  });

  it('is not believed with anything changed', () => {
    const changed = [
      { ...signed, seq: 8 },
      { ...signed, hash: 'ac'.repeat(32) },
      { ...signed, at: signed.at + 1000 },
      { ...signed, signature: `00${signed.signature.slice(2)}` },
      { ...signed, keyId: '0'.repeat(16) },
    ];
    for (const one of changed) expect(isSignedBy(key.publicKey, one)).toBe(false);
    expect(isSignedBy(key.publicKey, signed)).toBe(true);
  });
});
