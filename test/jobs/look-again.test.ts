import { describe, expect, it } from 'vitest';
import { textOf } from '../../sandbox/story/stage.ts';
import { findToken } from '../../src/store/tokens.ts';
import { enrolRoute, factorsOf, listRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { planned, states } from './planned.ts';

const ana = 'ana@acme.example';
const [device] = devicesFor(ana);
const serial = device?.serial ?? '';
const minute = 60_000;

/** A row whose factor Okta made and hides. */
async function leftInDoubt(): Promise<AtWork> {
  const work = await planned(device === undefined ? [] : [device]);
  work.okta.admin.hideFactors(ana);
  work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'reset' });
  await work.decide('approve');
  await work.batch('finished');
  expect(await states(work)).toEqual(['needs_review']);
  return work;
}

const enrolled = (work: AtWork) =>
  work.clock.until('the row to be settled', async () => (await states(work))[0] === 'enrolled');

describe('a row that was left to a person', () => {
  it('is settled when its factor appears, with its token, its audit row and a reply', async () => {
    const work = await leftInDoubt();
    work.okta.admin.hideFactors(ana, false);
    await enrolled(work);
    const [factor] = factorsOf(work.okta, ana);
    expect(await findToken(work.db, serial)).toMatchObject({ state: 'assigned', factorId: factor?.id });
    expect(await work.db.query("SELECT seq FROM audit WHERE event = 'row.find'")).toHaveLength(1);
    await work.clock.until('the reply', () =>
      work.thread().some((reply) => textOf(reply).includes('enrolled after all')),
    );
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
  });

  it('is looked at for an hour and then left alone, until the bot starts again', async () => {
    const work = await leftInDoubt();
    await work.clock.pass(70 * minute);
    const looks = requestsOn(work.okta, listRoute).length;
    expect(looks).toBeGreaterThanOrEqual(12);
    await work.clock.pass(60 * minute);
    expect(requestsOn(work.okta, listRoute)).toHaveLength(looks);
    await work.stop();
    work.okta.admin.hideFactors(ana, false);
    work.start();
    await enrolled(work);
  });

  it('never takes for its own what a later batch enrolled for the same user', async () => {
    const work = await leftInDoubt();
    const [hidden] = factorsOf(work.okta, ana);
    const [row] = await work.rows();
    await work.db.query('UPDATE batch_row SET user_id = $2 WHERE id = $1', [row?.id ?? '', 'none']);
    work.okta.admin.hideFactors(ana, false);
    await work.ask('revoke', ana);
    await work.batch('awaiting_approval');
    await work.db.query('UPDATE batch_row SET user_id = $2 WHERE id = $1', [
      row?.id ?? '',
      row?.userId ?? '',
    ]);
    await work.decide('approve');
    await work.batch('finished');
    await work.clock.pass(70 * minute);
    const [settled] = await work.db.query('SELECT state FROM batch_row WHERE id = $1', [row?.id ?? '']);
    expect(settled).toEqual({ state: 'needs_review' });
    expect(factorsOf(work.okta, ana)).toEqual([]);
    expect(hidden).toBeDefined();
  });
});
