import { describe, expect, it } from 'vitest';
import { sampleBytes } from '../../sandbox/page/devices.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { admitFile } from '../../src/jobs/admit-file.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { type AtWork, openWork } from './at-work.ts';
import { listRoute, requestsOn } from '../support/okta-truth.ts';
import { approved, cardSays, planned, states } from './planned.ts';
import { csvOf, device, devicesFor } from '../support/vendor.ts';

const { maria } = defaultPeople;
const devices = devicesFor('ana@acme.example', 'ben@acme.example');

describe('a plan', () => {
  it('gives every row its verdict, and its card offers the decision', async () => {
    const work = await openWork();
    work.start();
    await work.drop(sampleBytes('ten-problems.csv').toString('utf8'));
    const batch = await work.batch('awaiting_approval');
    expect(batch.rowCount).toBe(13);
    const blocked = (await work.rows()).filter((row) => row.state === 'blocked');
    expect(blocked.length).toBeGreaterThanOrEqual(10);
    await work.clock.until('the card', () => work.stage.cards()[0]);
    expect(buttonsOf(work.card())).toEqual(['batch.approve', 'batch.reject', 'batch.withdraw']);
    expect(textOf(work.card())).toContain('problems');
  });

  it('is made once of a file that is seen five times at once', async () => {
    const work = await openWork();
    work.start();
    const { fileId } = await work.slack.people.upload(maria.id, defaultPlaces.admins, {
      name: 'tokens.csv',
      bytes: Buffer.from(csvOf(devices)),
    });
    const sighting = { channelId: defaultPlaces.admins, fileId, userId: maria.id };
    const seen = await Promise.all([1, 2, 3, 4, 5].map(() => admitFile(work.files, sighting)));
    expect(seen.toSorted()).toEqual(['admitted', 'known', 'known', 'known', 'known']);
    await work.batch('awaiting_approval');
    await work.clock.pass(60_000);
    expect(await latestBatches(work.db, 9)).toHaveLength(1);
    expect(work.stage.cards()).toHaveLength(1);
  });

  it('in which nothing is left to do is discarded, and the card says so', async () => {
    const work = await approved(devices);
    await work.batch('finished');
    await work.drop(csvOf(devices), { name: 'again.csv' });
    await work.batch('discarded');
    expect(await states(work)).toEqual(['skipped', 'skipped']);
    await cardSays(work, 'everything is already as asked');
    expect(buttonsOf(work.card())).toEqual([]);
  });

  it('in which nothing can run is discarded, and every row says why', async () => {
    const work = await openWork();
    work.start();
    await work.drop(csvOf(devicesFor('nobody@acme.example', 'dora@acme.example')));
    await work.batch('discarded');
    await cardSays(work, 'no user with the login');
    expect(textOf(work.card())).toContain('DEPROVISIONED');
    expect(buttonsOf(work.card())).toEqual([]);
    const [{ n } = { n: -1 }] = await work.db.query('SELECT count(*) AS n FROM seed');
    expect(n).toBe(0);
  });

  it('of a file that cannot be read lists what is wrong with it', async () => {
    const work = await openWork();
    work.start();
    await work.drop('name,number\r\nana,1\r\n');
    await work.batch('discarded');
    await work.clock.until('the card', () => work.stage.cards()[0]);
    expect(textOf(work.card())).toContain('Line 1: Found "name", "number"');
    await work.clock.until('the request to delete the file', () =>
      work.thread().some((reply) => textOf(reply).includes('please delete')),
    );
  });

  it('keeps the seeds of a file nowhere in clear', async () => {
    const work = await planned(devices);
    const everything = JSON.stringify([
      await work.db.query('SELECT * FROM batch'),
      await work.db.query('SELECT * FROM batch_row'),
      await work.db.query('SELECT * FROM outbox'),
      await work.db.query('SELECT * FROM audit'),
      work.slack.journal,
      work.logged(),
    ]);
    expect(devices.filter(({ seed }) => everything.includes(seed))).toEqual([]);
  });
});

describe('a plan that takes long', () => {
  const people = Array.from({ length: 60 }, (_, index) => `user${String(index)}@acme.example`);

  /** A file whose users take minutes to read, under way. */
  async function slow(): Promise<AtWork> {
    const work = await openWork({ okta: { limits: { perMinute: { '/api/v1': 20 } } } });
    for (const email of people) work.okta.admin.addUser({ email });
    work.start();
    await work.drop(csvOf(devicesFor(...people)));
    return work;
  }

  it('shows its card meanwhile, and fills it in', async () => {
    const work = await slow();
    await cardSays(work, 'Looking everybody up');
    expect(buttonsOf(work.card())).toEqual([]);
    await work.batch('awaiting_approval');
    await cardSays(work, 'Will change');
    expect(work.stage.cards()).toHaveLength(1);
    expect(requestsOn(work.okta, listRoute).filter(({ status }) => status === 200)).toHaveLength(
      people.length,
    );
  });

  it('keeps no command waiting', async () => {
    const work = await slow();
    await work.clock.pass(30_000);
    await work.ask('revoke', 'emil@acme.example');
    await work.clock.pass(90_000);
    const stand = (await latestBatches(work.db, 2)).map(({ kind, state }) => `${kind} ${state}`);
    expect(stand).toEqual(['revoke awaiting_approval', 'csv planning']);
  });

  it('goes on from the beginning after a restart', async () => {
    const work = await slow();
    await work.clock.pass(90_000);
    await work.stop();
    expect((await latestBatches(work.db, 1))[0]?.state).toBe('planning');
    work.start();
    await work.batch('awaiting_approval');
    expect((await work.rows()).every((row) => row.state === 'planned')).toBe(true);
  });
});

describe('a plan of ten thousand rows', () => {
  it('is made, and its card stays within what Slack takes', { timeout: 120_000 }, async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      device(index + 1, `user${String(index)}@acme.example`),
    );
    const generous = { principalShare: 1, perMinute: { '/api/v1': 1e6, '/api/v1/users': 1e6 } };
    const work = await openWork({ okta: { limits: generous } });
    for (const { user } of many) work.okta.admin.addUser({ email: user });
    work.start();
    await work.drop(csvOf(many));
    const batch = await work.clock.until(
      'the plan',
      async () => {
        const [last] = await latestBatches(work.db, 1);
        return last?.state === 'awaiting_approval' && last;
      },
      100_000,
    );
    expect(batch.rowCount).toBe(10_000);
    await work.clock.until('the card', () => work.stage.cards()[0]);
    await work.clock.until('the plan file', () => work.thread().some((reply) => reply.fileIds.length > 0));
    expect(JSON.stringify(work.card().blocks).length).toBeLessThan(13_200);
    expect(textOf(work.card())).toMatch(/10,?000/u);
    const [fileId = ''] = work.thread().flatMap((reply) => reply.fileIds);
    const lines = Buffer.from(work.slack.world.files.get(fileId)?.bytes ?? [])
      .toString('utf8')
      .split('\r\n');
    expect(lines.filter((line) => line !== '')).toHaveLength(10_001);
  });
});
