import { describe, expect, it } from 'vitest';
import type { ApiFault } from '../../sandbox/slack/faults.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { latestBatches, loadBatch } from '../../src/store/batches.ts';
import { enqueue } from '../../src/store/outbox.ts';
import { type AtWork, openWork } from './at-work.ts';
import { planned, states } from './planned.ts';
import { allTold, callsOf, ended, filesSaid } from './said.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const { maria } = defaultPeople;
const ana = 'ana@acme.example';
const devices = devicesFor(ana, 'ben@acme.example');

/** Two rows, planned, shown and told about. */
async function shown(): Promise<AtWork> {
  const work = await planned(devices);
  await allTold(work);
  return work;
}

/** What becomes of the first post of a card. */
const troubles: readonly (readonly [string, ApiFault])[] = [
  ['a rate limit', { do: 'rate_limited', retryAfter: '30' }],
  ['a rate limit without a time', { do: 'rate_limited', retryAfter: null }],
  ['a 500 before', { do: 'html', status: 500, when: 'before' }],
  ['a 503 after', { do: 'html', status: 503, when: 'after' }],
  ['a reset before', { do: 'reset', when: 'before' }],
  ['a reset after', { do: 'reset', when: 'after' }],
  ['a fatal_error before', { do: 'error', error: 'fatal_error', when: 'before' }],
  ['an internal_error after', { do: 'error', error: 'internal_error', when: 'after' }],
  ['an answer that is not JSON', { do: 'bad_json' }],
  ['a page of a proxy', { do: 'html', status: 200, when: 'after' }],
];

describe('a card whose post met', () => {
  it.each(troubles)('%s stands once, where the bot may look', async (_name, fault) => {
    const work = await openWork({ history: true });
    work.slack.faults.once({ at: 'api', match: 'chat.postMessage', fault });
    work.start();
    await work.drop(csvOf(devices));
    await work.batch('awaiting_approval');
    await allTold(work);
    expect(work.stage.cards()).toHaveLength(1);
    expect((await work.batch('awaiting_approval')).cardTs).toBe(work.card().ts);
    expect(filesSaid(work)).toHaveLength(1);
  });

  it.each(troubles)(
    '%s stands where the bot may not look, and a second one names the same plan',
    async (_name, fault) => {
      const work = await openWork();
      work.slack.faults.once({ at: 'api', match: 'chat.postMessage', fault });
      work.start();
      await work.drop(csvOf(devices));
      const batch = await work.batch('awaiting_approval');
      await allTold(work);
      const cards = work.stage.cards();
      expect(cards.length).toBeLessThanOrEqual(2);
      expect(cards.every((card) => textOf(card).includes(batch.code))).toBe(true);
      // Only the card the bot knows of counts; its buttons are the ones that decide.
      expect((await loadBatch(work.db, batch.id)).cardTs).toBe(work.card().ts);
    },
  );

  it('a rate limit is left alone for as long as Slack asked', async () => {
    const work = await openWork();
    work.slack.faults.once({
      at: 'api',
      match: 'chat.postMessage',
      fault: { do: 'rate_limited', retryAfter: '45' },
    });
    work.start();
    await work.drop(csvOf(devices));
    await work.clock.until('the card', () => work.stage.cards()[0]);
    const [refused, posted] = callsOf(work, 'chat.postMessage');
    expect((posted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(45_000);
  });
});

describe('a card that a person deleted', () => {
  it('is posted anew with the next news, and the thread goes on under it', async () => {
    const work = await shown();
    const old = work.card();
    await work.slack.people.deleteMessage(maria.id, defaultPlaces.admins, old.ts);
    await ended(work);
    expect(work.card().ts).not.toBe(old.ts);
    expect((await work.batch('finished')).cardTs).toBe(work.card().ts);
    expect(textOf(work.card())).toContain('2 enrolled');
    expect(filesSaid(work).some((name) => name.startsWith('result-'))).toBe(true);
  });
});

describe('a thread that is gone with its card', () => {
  it('is begun anew under a new card', async () => {
    const work = await openWork({ slack: { flags: { danglingThread: 'refused' } } });
    work.slack.faults.add({
      at: 'api',
      match: 'files.getUploadURLExternal',
      fault: { do: 'rate_limited', retryAfter: '20' },
      times: 1,
    });
    work.slack.faults.add({
      at: 'api',
      match: 'chat.postMessage',
      fault: { do: 'rate_limited', retryAfter: '20' },
      nth: 2,
    });
    work.start();
    await work.drop(csvOf(devices));
    await work.clock.until('the card', () => work.stage.cards()[0]);
    const old = work.card();
    await work.slack.people.deleteMessage(maria.id, defaultPlaces.admins, old.ts);
    await allTold(work);
    expect(work.card().ts).not.toBe(old.ts);
    expect((await work.batch('awaiting_approval')).cardTs).toBe(work.card().ts);
    expect(work.thread().map(textOf).join('\n')).toContain('please delete');
  });
});

describe('a channel that is archived', () => {
  it('keeps no row from being run, and is told everything once it is back', async () => {
    const work = await shown();
    const channel = work.slack.world.channels.get(defaultPlaces.admins);
    if (channel === undefined) throw new Error('no admin channel');
    channel.archived = true;
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled', 'enrolled']);
    await work.clock.pass(30 * 60_000);
    expect(work.logged()).not.toContain('given up');
    channel.archived = false;
    await allTold(work);
    expect(work.stage.cards()).toHaveLength(1);
    expect(textOf(work.card())).toContain('2 enrolled');
    expect(work.thread().filter((reply) => textOf(reply).includes('Result'))).toHaveLength(1);
    expect(filesSaid(work)).toHaveLength(2);
  });
});

describe('a Slack that is away', () => {
  it('keeps no row from being run, and is told everything once when it is back', async () => {
    const work = await shown();
    work.slack.faults.add({ at: 'api', fault: { do: 'html', status: 503, when: 'before' } });
    await work.decide('approve');
    await work.batch('finished');
    await work.clock.pass(10 * 60_000);
    work.slack.faults.clear();
    await allTold(work);
    await work.clock.pass(10 * 60_000);
    expect(work.stage.cards()).toHaveLength(1);
    expect(textOf(work.card())).toContain('2 enrolled');
    const said = work.thread().map(textOf);
    expect(said.filter((text) => text.includes('Result'))).toHaveLength(1);
    expect(said.filter((text) => text.includes(ana) && text.includes('Enrolled'))).toHaveLength(1);
    expect(filesSaid(work).filter((name) => name.startsWith('result-'))).toHaveLength(1);
  });
});

describe('a file the bot uploads', () => {
  it('is uploaded again when Slack said yes and shared nothing', async () => {
    const work = await openWork();
    work.slack.faults.add({ at: 'share', fault: { do: 'unshared' }, times: 1 });
    work.start();
    await work.drop(csvOf(devices));
    await work.batch('awaiting_approval');
    await allTold(work);
    expect(filesSaid(work)).toHaveLength(1);
  });

  it.each<[string, ApiFault]>([
    ['a reset after it was shared', { do: 'reset', when: 'after' }],
    ['a 500 after it was shared', { do: 'html', status: 500, when: 'after' }],
    ['a reset before', { do: 'reset', when: 'before' }],
    ['a rate limit', { do: 'rate_limited', retryAfter: '20' }],
  ])('is there once in spite of %s', async (_name, fault) => {
    const work = await openWork();
    work.slack.faults.once({ at: 'api', match: 'files.completeUploadExternal', fault });
    work.start();
    await work.drop(csvOf(devices));
    await work.batch('awaiting_approval');
    await allTold(work);
    expect(filesSaid(work)).toHaveLength(1);
  });

  it('is there once although the description of the shared one cannot be had for a while', async () => {
    const work = await openWork();
    work.slack.faults.add({ at: 'file_info', fault: { do: 'late_shares' }, times: 12 });
    work.start();
    await work.drop(csvOf(devices));
    await work.batch('awaiting_approval');
    await allTold(work);
    expect(filesSaid(work)).toHaveLength(1);
  });
});

describe('a channel that is gone', () => {
  it('holds up nothing that is said elsewhere', async () => {
    const work = await shown();
    const [batch] = await latestBatches(work.db, 1);
    const entry = { batchId: batch?.id ?? '', kind: 'notice', thread: false, priority: 0 } as const;
    const gone = Array.from({ length: 60 }, (_, index) => ({
      ...entry,
      channelId: 'C0GONE00001',
      payload: { text: `Lost ${String(index)}.` },
    }));
    await work.db.tx((tx) => enqueue(tx, gone, work.clock.now()));
    work.files.onBatch();
    await work.clock.pass(5_000);
    await work.drop(csvOf(devicesFor('erin@acme.example')));
    const asked = work.clock.now();
    await work.clock.until('the next card', () => work.stage.cards().length === 2);
    expect(work.clock.now() - asked).toBeLessThan(10_000);
  });
});
