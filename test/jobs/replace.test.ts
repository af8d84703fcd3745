import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/okta/faults.ts';
import { loadBatch } from '../../src/store/batches.ts';
import { leftoverOf } from '../../src/store/follow-ups.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { findToken } from '../../src/store/tokens.ts';
import { enrolRoute, factorsOf, isEnrolled, removeRoute, requestsOn } from '../support/okta-truth.ts';
import { csvOf, device } from '../support/vendor.ts';
import { type AtWork, openWork } from './at-work.ts';
import { follow } from './follow.ts';

const ana = 'ana@acme.example';
const old = device(1, ana);
const fresh = device(2);
/** "User profile is mastered under another system" stands for a status that can be mended. */
const mendable = 'E0000038';

/** Ana has a token, another is in stock, and a plan to replace the one by the other is approved. */
async function replacing(before: (work: AtWork) => void): Promise<{ work: AtWork; batchId: string }> {
  const work = await openWork();
  work.start();
  await work.drop(csvOf([old, fresh]));
  await work.batch('awaiting_approval');
  await work.decide('approve');
  await work.batch('finished');
  const { id: batchId } = await work.ask('replace', ana, fresh.serial);
  await work.batch('awaiting_approval');
  before(work);
  await work.decide('approve');
  return { work, batchId };
}

async function ended({ work, batchId }: { work: AtWork; batchId: string }, state = 'finished') {
  await work.clock.until(state, async () => (await loadBatch(work.db, batchId)).state === state);
  const [row] = await rowsOf(work.db, batchId);
  return row;
}

describe('a replacement', () => {
  it('removes the old token, enrols the new one, and remembers both', async () => {
    const run = await replacing(() => undefined);
    expect(await ended(run)).toMatchObject({ state: 'enrolled', attempt: 2 });
    const { db, okta } = run.work;
    expect(isEnrolled(okta, { ...fresh, user: ana })).toBe(true);
    expect(await findToken(db, old.serial)).toMatchObject({ state: 'stock' });
    const [factor] = factorsOf(okta, ana);
    expect(await findToken(db, fresh.serial)).toMatchObject({ state: 'assigned', factorId: factor?.id });
    const audited = await db.query('SELECT event FROM audit WHERE batch_id = $1 ORDER BY seq', [run.batchId]);
    const ofRow = audited.map(({ event }) => String(event)).filter((event) => event.startsWith('row.'));
    expect(ofRow).toEqual(['row.intend', 'row.step', 'row.intend', 'row.enroll']);
  });

  it('brings the old token back when Okta refuses the new one', async () => {
    const run = await replacing((work) => {
      work.okta.faults.once(enrolRoute, { kind: 'refusal', code: 'E0000001' });
    });
    const row = await ended(run);
    expect(row).toMatchObject({ state: 'failed', attempt: 3 });
    expect(row?.outcome).toContain('is enrolled for ana@acme.example again');
    expect(isEnrolled(run.work.okta, old)).toBe(true);
    const [factor] = factorsOf(run.work.okta, ana);
    expect(await findToken(run.work.db, old.serial)).toMatchObject({
      state: 'assigned',
      factorId: factor?.id,
    });
    expect(await findToken(run.work.db, fresh.serial)).toMatchObject({ state: 'stock' });
  });

  it('ends loud when the old token cannot be brought back either', async () => {
    const run = await replacing((work) => {
      work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000001' } });
    });
    const row = await ended(run);
    expect(row?.state).toBe('needs_review');
    expect(row?.outcome).toContain('may have no token now');
  });

  it('says so as well where the bot no longer holds the seed of the old token', async () => {
    const run = await replacing((work) => {
      work.okta.faults.once(enrolRoute, { kind: 'refusal', code: 'E0000001' });
      void work.db.query('UPDATE token SET seed_id = NULL WHERE serial = $1', [old.serial]);
    });
    const row = await ended(run);
    expect(row?.outcome).toContain('does not hold the seed');
    expect(row?.outcome).toContain('may have no token now');
  });

  it('says why the old token is back, however often that was put off', async () => {
    const run = await replacing((work) => {
      work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: mendable }, nth: [1] });
      work.okta.faults.add({ route: enrolRoute, fault: { kind: 'rate_limited', form: 'window' }, nth: [2] });
    });
    const row = await ended(run);
    expect(row).toMatchObject({ state: 'failed', cause: 'user_status' });
    expect(row?.outcome).toMatch(/^Okta does not do this in the present status/u);
  });

  it.each([
    ['the removal', removeRoute],
    ['the enrolment, so that the old token was brought back', enrolRoute],
  ])('can be tried again when Okta refused %s', async (_what, route) => {
    const run = await replacing((work) => {
      work.okta.faults.once(route, { kind: 'refusal', code: mendable });
    });
    const { work } = run;
    expect((await ended(run))?.state).toBe('failed');
    await follow(work, 'retry');
    const { id: batchId } = await work.batch('awaiting_approval');
    const [planned] = await work.rows();
    expect(planned).toMatchObject({ action: 'replace', serial: fresh.serial, oldSerial: old.serial });
    expect(planned?.reason).toContain('This is try 2');
    await work.decide('approve');
    expect((await ended({ work, batchId }))?.state).toBe('enrolled');
    expect(isEnrolled(work.okta, { ...fresh, user: ana })).toBe(true);
  });

  it('is not offered again where Okta would refuse the new token again', async () => {
    const run = await replacing((work) => {
      work.okta.faults.once(enrolRoute, { kind: 'refusal', code: 'E0000001' });
    });
    expect((await ended(run))?.state).toBe('failed');
    expect((await leftoverOf(run.work.db, run.batchId)).failures.again).toBe(0);
  });

  it('is looked at later when it was left to a person, and found to be done', async () => {
    const run = await replacing((work) => {
      work.okta.admin.hideFactors(ana);
      work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'reset' });
    });
    expect(await ended(run)).toMatchObject({ state: 'needs_review', step: 'enroll' });
    const { work } = run;
    work.okta.admin.hideFactors(ana, false);
    await work.clock.until('the row to be settled', async () => (await ended(run))?.state === 'enrolled');
    const [factor] = factorsOf(work.okta, ana);
    expect(await findToken(work.db, fresh.serial)).toMatchObject({ state: 'assigned', factorId: factor?.id });
    expect(await findToken(work.db, old.serial)).toMatchObject({ state: 'stock' });
  });

  it.each<[string, string, Fault]>([
    ['the removal, before it happened', removeRoute, { kind: 'cut', at: 'request' }],
    ['the removal, after it happened', removeRoute, { kind: 'lose_reply', how: 'reset' }],
    ['the enrolment, before it happened', enrolRoute, { kind: 'cut', at: 'request' }],
    ['the enrolment, after it happened', enrolRoute, { kind: 'lose_reply', how: 'reset' }],
  ])('comes to its end when the answer to %s is lost', async (_which, route, fault) => {
    const run = await replacing((work) => work.okta.faults.once(route, fault));
    expect((await ended(run))?.state).toBe('enrolled');
    expect(isEnrolled(run.work.okta, { ...fresh, user: ana })).toBe(true);
  });

  it('that is between two steps is brought to its end when somebody stops the batch', async () => {
    const run = await replacing((work) => {
      work.okta.faults.add({ route: enrolRoute, fault: { kind: 'rate_limited', form: 'window' }, times: 1 });
    });
    const { work } = run;
    const enrolments = requestsOn(work.okta, enrolRoute).length;
    await work.clock.until('the first try', () => requestsOn(work.okta, enrolRoute).length > enrolments);
    await work.decide('stop');
    expect((await ended(run, 'stopped'))?.state).toBe('enrolled');
  });
});
