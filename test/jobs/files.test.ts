import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { admitFile, type Admission } from '../../src/jobs/admit-file.ts';
import { admitSoon } from '../../src/jobs/files.ts';
import { auditOf } from '../../src/store/audit.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { type AtWork, openWork } from './at-work.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const { maria, tom, greg, erin } = defaultPeople;
const channelId = defaultPlaces.admins;
const csv = csvOf(devicesFor('ana@acme.example'));

interface Given {
  readonly by?: string;
  readonly sharedBy?: string;
  readonly name?: string;
  readonly text?: string;
}

/** Drops a file, lets a test change it, and has it judged. */
async function judged(
  work: AtWork,
  { by = maria.id, sharedBy = by, name = 'tokens.csv', text = csv }: Given = {},
  change: (file: { isExternal: boolean; publicUrlShared: boolean }) => void = () => undefined,
): Promise<{ readonly admission: Admission; readonly fileId: string }> {
  const { fileId } = await work.slack.people.upload(by, channelId, { name, bytes: Buffer.from(text) });
  const file = work.slack.world.files.get(fileId);
  if (file === undefined) throw new Error('no such file');
  change(file);
  return { admission: await admitFile(work.files, { channelId, fileId, userId: sharedBy }), fileId };
}

const refusals = async (work: AtWork): Promise<readonly (string | undefined)[]> =>
  (await auditOf(work.db, {}))
    .filter(({ event }) => event === 'refusal')
    .map(({ detail }) => /"code":"(\w+)"/u.exec(detail)?.[1]);

const sentences = (work: AtWork): string =>
  work.told
    .map(({ refusal }) => (refusal.kind === 'file' ? refusal.sentence : refusal.refusal.code))
    .join('\n');

describe('a file in the admin channel', () => {
  it('is taken in once, from somebody who may use the bot', async () => {
    const work = await openWork();
    const { admission, fileId } = await judged(work);
    expect(admission).toBe('admitted');
    expect(await admitFile(work.files, { channelId, fileId, userId: maria.id })).toBe('known');
    expect(await latestBatches(work.db, 9)).toMatchObject([
      { state: 'planning', requestedBy: maria.id, file: { id: fileId, name: 'tokens.csv' } },
    ]);
    expect(work.told).toEqual([]);
  });

  it.each<[string, Given, string]>([
    ['a guest', { by: greg.id }, 'not_a_full_member'],
    ['somebody who shares on what another one dropped', { sharedBy: tom.id }, 'shared on'],
    ['nobody with anything in it', { text: '' }, 'empty'],
    ['somebody who takes the whole archive', { text: 'x'.repeat(5 * 1024 * 1024 + 1) }, 'at most'],
  ])('is refused from %s, who alone is told', async (_who, given, words) => {
    const work = await openWork();
    const { admission } = await judged(work, given);
    expect(admission).toBe('refused');
    expect(work.told.map(({ userId }) => userId)).toEqual([given.sharedBy ?? given.by ?? maria.id]);
    expect(sentences(work)).toContain(words);
    expect(await latestBatches(work.db, 9)).toEqual([]);
    expect(await refusals(work)).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof judged>[2], string]>([
    ['that is kept outside Slack', (file) => (file.isExternal = true), 'outside Slack'],
    ['with a public link', (file) => (file.publicUrlShared = true), 'public link'],
  ])('%s is refused', async (_what, change, words) => {
    const work = await openWork();
    expect((await judged(work, {}, change)).admission).toBe('refused');
    expect(sentences(work)).toContain(words);
  });

  it('that is in another channel as well is refused', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(maria.id, defaultPlaces.general, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    const file = work.slack.world.files.get(fileId);
    file?.shares.push({ channelId, ts: '1.000001', threadTs: undefined, sharedBy: maria.id, visibleAt: 0 });
    expect(await admitFile(work.files, { channelId, fileId, userId: maria.id })).toBe('refused');
    expect(sentences(work)).toContain('other places');
  });

  it('of somebody who left the channel meanwhile is refused', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(tom.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    await work.slack.people.leave(tom.id, channelId);
    expect(await admitFile(work.files, { channelId, fileId, userId: tom.id })).toBe('refused');
    expect(sentences(work)).toBe('not_in_channel');
  });

  it('of somebody who was deactivated meanwhile is refused', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(tom.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    await work.slack.people.deactivate(tom.id);
    expect(await admitFile(work.files, { channelId, fileId, userId: tom.id })).toBe('refused');
    expect(await refusals(work)).toEqual(['not_a_full_member']);
  });

  it.each<[string, Given]>([
    ['a picture', { name: 'token.png' }],
    ['a text', { name: 'notes.txt' }],
  ])('that is %s is left alone', async (_what, given) => {
    const work = await openWork();
    expect((await judged(work, given)).admission).toBe('ignored');
    expect(work.told).toEqual([]);
    expect(await refusals(work)).toEqual([]);
  });

  it('is left alone where it is our own, or is in another channel', async () => {
    const work = await openWork();
    work.start();
    await work.drop(csv);
    await work.batch('awaiting_approval');
    const own = await work.clock.until(
      'the plan file',
      () =>
        work.stage
          .cards()
          .flatMap((card) => work.stage.thread(card.ts))
          .flatMap((reply) => reply.fileIds)[0],
    );
    const { botUserId } = work.slack.world.app;
    expect(await admitFile(work.files, { channelId, fileId: own, userId: botUserId })).toBe('ignored');
    expect(await admitFile(work.files, { channelId, fileId: own, userId: maria.id })).toBe('ignored');
    expect(await admitFile(work.files, { channelId, fileId: own })).toBe('ignored');
    const { fileId } = await work.slack.people.upload(erin.id, defaultPlaces.general, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    const elsewhere = { channelId: defaultPlaces.general, fileId, userId: erin.id };
    expect(await admitFile(work.files, elsewhere)).toBe('ignored');
  });

  it('is refused once, however often it is seen', async () => {
    const work = await openWork();
    const { fileId } = await judged(work, { by: greg.id });
    const again = await Promise.all(
      [1, 2, 3, 4].map(() => admitFile(work.files, { channelId, fileId, userId: greg.id })),
    );
    expect(again).toEqual(['known', 'known', 'known', 'known']);
    expect(work.told).toHaveLength(1);
    expect(await refusals(work)).toHaveLength(1);
  });

  it('that was refused stays refused, although what was wrong with it was mended', async () => {
    const work = await openWork();
    const { fileId } = await judged(work, {}, (file) => (file.publicUrlShared = true));
    const file = work.slack.world.files.get(fileId);
    if (file !== undefined) file.publicUrlShared = false;
    expect(await admitFile(work.files, { channelId, fileId, userId: maria.id })).toBe('known');
    expect(await latestBatches(work.db, 9)).toEqual([]);
  });

  it('waits where Slack cannot say who dropped it', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(maria.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    const sighting = { channelId, fileId, userId: maria.id };
    work.slack.faults.add({
      at: 'api',
      match: 'users.info',
      fault: { do: 'html', status: 503, when: 'before' },
    });
    expect(await admitFile(work.files, sighting)).toBe('again');
    expect(work.told).toEqual([]);
    work.slack.faults.clear();
    expect(await admitFile(work.files, sighting)).toBe('admitted');
  });

  it('is tried again while Slack is still looking at it', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(maria.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    work.slack.faults.add({ at: 'file_info', fault: { do: 'stub' }, times: 3 });
    const soon = admitSoon(work.files, { channelId, fileId, userId: maria.id }, new AbortController().signal);
    await work.clock.until('the batch', async () => (await latestBatches(work.db, 1))[0]);
    await soon;
    expect(work.told).toEqual([]);
  });

  it('is judged by all the places it is in, also where Slack tells them late', async () => {
    const work = await openWork();
    const { fileId } = await work.slack.people.upload(maria.id, channelId, {
      name: 'tokens.csv',
      bytes: Buffer.from(csv),
    });
    const file = work.slack.world.files.get(fileId);
    file?.shares.push({
      channelId: defaultPlaces.general,
      ts: '1.000001',
      threadTs: undefined,
      sharedBy: maria.id,
      visibleAt: 0,
    });
    work.slack.faults.once({ at: 'file_info', fault: { do: 'late_shares' } });
    const soon = admitSoon(work.files, { channelId, fileId, userId: maria.id }, new AbortController().signal);
    await work.clock.until('the refusal', () => work.told.length > 0);
    await soon;
    expect(sentences(work)).toContain('other places');
  });
});
