import { describe, expect, it } from 'vitest';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { type AtWork, openWork, type WorkOptions } from './at-work.ts';
import { planned } from './planned.ts';
import { allTold, callsOf, ended } from './said.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const [ana, ben] = ['ana@acme.example', 'ben@acme.example'] as const;
const devices = devicesFor(ana, ben);

/** Two rows, planned, shown and told about. */
async function shown(options: WorkOptions = {}): Promise<AtWork> {
  const work = await planned(devices, options);
  await allTold(work);
  return work;
}

describe('what is said about a batch', () => {
  it('comes in the order in which it happened, each thing once', async () => {
    const work = await ended(await shown());
    const { code } = await work.batch('finished');
    const said = work.thread().map((reply) => {
      const [fileId] = reply.fileIds;
      return fileId === undefined ? textOf(reply) : (work.slack.world.files.get(fileId)?.name ?? '');
    });
    expect(work.stage.cards()).toHaveLength(1);
    expect(said[0]).toBe(`plan-${code}.csv`);
    expect(said[1]).toContain('please delete');
    expect(said.slice(2, 4).join('\n')).toContain(ana);
    expect(said.slice(2, 4).join('\n')).toContain(ben);
    expect(said[4]).toBe(`result-${code}.csv`);
    expect(said[5]).toContain('2 enrolled');
    expect(said).toHaveLength(6);
    expect(buttonsOf(work.card())).toEqual(['batch.undo']);
  });

  it('holds no seed, in the messages as in the files', async () => {
    const work = await ended(await shown());
    const { botUserId } = work.slack.world.app;
    const ours = [...work.slack.world.files.values()].filter(({ ownerId }) => ownerId === botUserId);
    expect(ours).toHaveLength(2);
    const said = [
      JSON.stringify(work.slack.journal),
      ...ours.map(({ bytes }) => Buffer.from(bytes).toString('utf8')),
      work.logged(),
    ].join('\n');
    expect(devices.filter(({ seed }) => said.includes(seed))).toEqual([]);
  });

  it('keeps the pace that Slack allows, also with many rows', async () => {
    const people = Array.from({ length: 30 }, (_, index) => `user${String(index)}@acme.example`);
    const work = await openWork({ okta: { limits: { principalShare: 1 } } });
    for (const email of people) work.okta.admin.addUser({ email });
    work.start();
    await work.drop(csvOf(devicesFor(...people)));
    await work.batch('awaiting_approval');
    await ended(work);
    expect(work.slack.journal.filter(({ status }) => status === 429)).toEqual([]);
    expect(work.thread()).toHaveLength(30 + 4);
  });

  it('edits the card at most every three seconds, and at last to what is true', async () => {
    const people = Array.from({ length: 40 }, (_, index) => `user${String(index)}@acme.example`);
    const work = await openWork({ okta: { limits: { perMinute: { '/api/v1': 80 } } } });
    for (const email of people) work.okta.admin.addUser({ email });
    work.start();
    await work.drop(csvOf(devicesFor(...people)));
    await work.batch('awaiting_approval');
    await ended(work);
    const edits = callsOf(work, 'chat.update').map(({ at }) => at);
    const gaps = edits.slice(1).map((at, index) => at - (edits[index] ?? 0));
    expect(edits.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
    expect(textOf(work.card())).toContain('40 enrolled');
  });

  it.each([
    ['grouped', 5, '✅ Enrolled · `ana@acme.example`'],
    ['problems', 4, ''],
  ])('is told as THREAD_REPLIES=%s says', async (setting, replies, words) => {
    const work = await ended(await shown({ env: { THREAD_REPLIES: setting } }));
    expect(work.thread()).toHaveLength(replies);
    expect(work.thread().map(textOf).join('\n')).toContain(words);
  });
});
