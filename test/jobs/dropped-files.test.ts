import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { catchUp } from '../../src/jobs/files.ts';
import { watchDroppedFiles } from '../../src/jobs/watch-files.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { type AtWork, openWork } from './at-work.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const { maria } = defaultPeople;
const channelId = defaultPlaces.admins;
const csv = csvOf(devicesFor('ana@acme.example'));

describe('a file that was dropped while the bot was away', () => {
  it('is found by listing when it is back', async () => {
    const work = await openWork();
    await catchUp(work.files);
    await work.clock.pass(60 * 60_000);
    const { fileId } = await work.slack.people.upload(maria.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    await work.clock.pass(60 * 60_000);
    await catchUp(work.files);
    await catchUp(work.files);
    expect(await latestBatches(work.db, 9)).toMatchObject([{ file: { id: fileId }, requestedBy: maria.id }]);
  });

  it('is found later where it cannot be listed now, or not be described', async () => {
    const work = await openWork();
    await catchUp(work.files);
    await work.slack.people.upload(maria.id, channelId, { name: 'tokens.csv', bytes: Buffer.from(csv) });
    await work.clock.pass(60 * 60_000);
    work.slack.faults.add({
      at: 'api',
      match: 'files.list',
      fault: { do: 'rate_limited', retryAfter: '10' },
      times: 1,
    });
    await catchUp(work.files);
    await work.clock.pass(60 * 60_000);
    work.slack.faults.add({
      at: 'api',
      match: 'files.info',
      fault: { do: 'error', error: 'internal_error', when: 'before' },
      times: 1,
    });
    await catchUp(work.files);
    expect(await latestBatches(work.db, 9)).toEqual([]);
    await work.clock.pass(60 * 60_000);
    await catchUp(work.files);
    expect(await latestBatches(work.db, 9)).toHaveLength(1);
  });

  it('is none of ours from before the first start', async () => {
    const work = await openWork();
    await work.slack.people.upload(maria.id, channelId, { name: 'tokens.csv', bytes: Buffer.from(csv) });
    await work.clock.pass(60_000);
    await catchUp(work.files);
    await catchUp(work.files);
    expect(await latestBatches(work.db, 9)).toEqual([]);
  });
});

/** A file that was dropped, planned and shown. */
async function shown(): Promise<{ readonly work: AtWork; readonly fileId: string }> {
  const work = await openWork();
  work.start();
  const fileId = await work.drop(csv);
  await work.batch('awaiting_approval');
  await work.clock.until('the request to delete it', () =>
    work.stage
      .cards()
      .some((card) => work.stage.thread(card.ts).some((reply) => textOf(reply).includes('please delete'))),
  );
  return { work, fileId };
}

const thanks = (work: AtWork): number =>
  work.thread().filter((reply) => textOf(reply).includes('was deleted from Slack')).length;

describe('a dropped file', () => {
  it('that was deleted is noticed by looking, and told once', async () => {
    const { work, fileId } = await shown();
    await watchDroppedFiles(work.files);
    expect(thanks(work)).toBe(0);
    await work.slack.people.deleteFile(maria.id, fileId);
    await watchDroppedFiles(work.files);
    await watchDroppedFiles(work.files);
    await work.clock.until('the thanks', () => thanks(work) > 0);
    await work.clock.pass(60_000);
    expect(thanks(work)).toBe(1);
    expect((await work.batch('awaiting_approval')).file?.deletedAt).toBeDefined();
    expect(textOf(work.card())).not.toContain('still in this channel');
  });

  it('of a batch that was rejected is looked for too', async () => {
    const { work, fileId } = await shown();
    await work.decide('reject');
    await work.slack.people.deleteFile(maria.id, fileId);
    await watchDroppedFiles(work.files);
    expect((await work.batch('rejected')).file?.deletedAt).toBeDefined();
  });

  it('that the bot cannot see any more is not called deleted', async () => {
    const { work } = await shown();
    await work.slack.people.remove(maria.id, channelId, work.slack.world.app.botUserId);
    await watchDroppedFiles(work.files);
    expect((await work.batch('awaiting_approval')).file?.deletedAt).toBeUndefined();
  });

  it.each([
    ['file_deleted', true],
    ['file_not_found', true],
    ['access_denied', false],
    ['not_visible', false],
    ['internal_error', false],
  ])('of which Slack says %s to a bot in the channel is gone: %s', async (error, gone) => {
    const { work } = await shown();
    work.slack.faults.add({
      at: 'api',
      match: 'files.info',
      fault: { do: 'error', error, when: 'before' },
    });
    await watchDroppedFiles(work.files);
    expect((await work.batch('awaiting_approval')).file?.deletedAt !== undefined).toBe(gone);
  });

  it('is looked at sparingly where there are many, and every one of them in time', async () => {
    const work = await openWork();
    for (let count = 0; count < 150; count += 1) {
      await work.drop(csv, { name: `tokens-${String(count)}.csv` });
      await work.clock.pass(1_000);
    }
    const before = work.slack.journal.length;
    for (let round = 0; round < 8; round += 1) {
      await work.clock.pass(5 * 60_000);
      await watchDroppedFiles(work.files);
    }
    const looks = work.slack.journal.slice(before).filter(({ method }) => method === 'files.info');
    expect(looks.filter(({ status }) => status === 429)).toEqual([]);
    expect(new Set(looks.map(({ args }) => args['file'])).size).toBe(150);
  });
});
