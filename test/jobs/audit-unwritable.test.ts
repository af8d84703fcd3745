import { expect, it } from 'vitest';
import type { Db } from '../../src/store/db.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import { planned } from './planned.ts';

const devices = devicesFor('ana@acme.example');

const deafen = (db: Db): Promise<unknown> =>
  db.query("CREATE TRIGGER deaf BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the audit is deaf'); END");
const mend = (db: Db): Promise<unknown> => db.query('DROP TRIGGER deaf');

/** Every table but the audit's as it stands. */
const stateOf = async (db: Db): Promise<string> => {
  const parts = ['batch', 'batch_row', 'token', 'seed'].map((table) =>
    db.query(`SELECT * FROM ${table} ORDER BY id`.replace('token ORDER BY id', 'token ORDER BY serial_key')),
  );
  return JSON.stringify(await Promise.all(parts));
};

it('decides nothing that the audit cannot record', async () => {
  const work = await planned(devices);
  await deafen(work.db);
  const before = await stateOf(work.db);
  for (const event of ['approve', 'reject', 'withdraw', 'expire'] as const)
    await expect(work.decide(event)).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(await stateOf(work.db)).toBe(before);
  await mend(work.db);
  await work.decide('approve');
  await work.batch('finished');
  expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
});

it('asks Okta for nothing that the audit cannot record', async () => {
  const work = await planned(devices);
  await work.stop();
  await work.decide('approve');
  await deafen(work.db);
  work.start();
  await work.clock.pass(10 * 60_000);
  expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  expect((await work.rows()).map(({ state }) => state)).toEqual(['planned']);
  await mend(work.db);
  await work.clock.pass(60_000);
  await work.batch('finished');
  expect((await work.rows()).map(({ state }) => state)).toEqual(['enrolled']);
});
