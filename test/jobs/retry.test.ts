import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../sandbox/okta/api/errors.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { enrolRoute, isEnrolled } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { firstButtons, firstCardSays, follow } from './follow.ts';
import { cardSays, planned, states } from './planned.ts';

const [ana, ben, erin] = ['ana@acme.example', 'ben@acme.example', 'erin@acme.example'];
const devices = devicesFor(ana, ben, erin);
/** "Operation failed because user profile is mastered under another system" stands for a status that can be mended. */
const mendable: ErrorCode = 'E0000038';

/** A batch of three of which `times` rows were refused. */
async function failed(times: number, code: ErrorCode = mendable): Promise<AtWork> {
  const work = await planned(devices);
  work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code }, times });
  await work.decide('approve');
  await work.batch('finished');
  return work;
}

describe('a retry', () => {
  it('plans the failed rows again, says which try it is and why, and enrols the same seeds', async () => {
    const work = await failed(2);
    await firstCardSays(work, 'press Retry failed');
    expect(firstButtons(work)).toEqual(['batch.retry', 'batch.undo']);
    await follow(work, 'retry');
    const retry = await work.batch('awaiting_approval');
    expect(retry).toMatchObject({
      kind: 'retry',
      rowCount: 2,
    });
    const rows = await work.rows();
    expect(rows.map(({ action, state }) => [action, state])).toEqual([
      ['enroll', 'planned'],
      ['enroll', 'planned'],
    ]);
    expect(rows.every(({ reason }) => /This is try 2: the one before failed\. .*status/u.test(reason))).toBe(
      true,
    );
    expect(devices.filter((one) => isEnrolled(work.okta, one))).toHaveLength(1);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled', 'enrolled']);
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
    expect(await firstCardSays(work, 'Tried again')).toContain(retry.code);
    expect(firstButtons(work)).toEqual(['batch.undo']);
  });

  it('has its own sealed copy of a seed, bound to its own row', async () => {
    const work = await failed(1);
    await follow(work, 'retry');
    await work.batch('awaiting_approval');
    const seeds = await work.db.query(
      'SELECT s.row_id, s.ciphertext FROM seed s JOIN batch_row r ON r.id = s.row_id WHERE r.batch_id IN (SELECT id FROM batch) ORDER BY s.row_id',
    );
    expect(seeds).toHaveLength(4);
    const [row] = await work.rows();
    expect(seeds.at(-1)?.['row_id']).toBe(row?.id);
  });

  it('is one batch, however many clicks ask for it at once', async () => {
    const work = await failed(2);
    const [source] = await latestBatches(work.db, 1);
    const asked = await Promise.all([1, 2, 3].map(() => follow(work, 'retry', source)));
    expect(asked.filter(Boolean)).toHaveLength(1);
    await work.batch('awaiting_approval');
    expect(await latestBatches(work.db, 10)).toHaveLength(2);
  });

  it('is offered again when it came to nothing', async () => {
    const work = await failed(1);
    const [source] = await latestBatches(work.db, 1);
    await follow(work, 'retry');
    await work.batch('awaiting_approval');
    await firstCardSays(work, 'waits for approval');
    expect(firstButtons(work)).toEqual(['batch.undo']);
    await work.decide('reject');
    await firstCardSays(work, 'press Retry failed');
    await work.clock.until('the button again', () => firstButtons(work).includes('batch.retry'));
    expect(await follow(work, 'retry', source)).toBe(true);
    await work.batch('awaiting_approval');
  });

  it('counts the tries when it fails as well', async () => {
    const work = await failed(2);
    for (const tries of [2, 3]) {
      await follow(work, 'retry');
      await work.batch('awaiting_approval');
      expect(
        (await work.rows()).every(({ reason }) => reason.includes(`This is try ${String(tries)}:`)),
      ).toBe(true);
      work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: mendable }, times: 2 });
      await work.decide('approve');
      await work.batch('finished');
    }
  });

  it('is not offered for what Okta would refuse again, and the card counts those and says why', async () => {
    const work = await failed(2, 'E0000001');
    expect(await firstCardSays(work, 'cannot be tried again')).toContain(
      '2 failed rows cannot be tried again: Okta does not accept the request as it is',
    );
    expect(firstButtons(work)).toEqual(['batch.undo']);
  });

  it('of a command is a sentence again', async () => {
    const work = await failed(0);
    await work.ask('revoke', ana);
    await work.batch('awaiting_approval');
    work.okta.faults.add({ route: 'DELETE', fault: { kind: 'refusal', code: mendable }, times: 1 });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed']);
    await follow(work, 'retry');
    await work.batch('awaiting_approval');
    await cardSays(work, 'Retry of plan');
    expect(textOf(work.card())).toMatch(/Revoke token `245252000001` of/u);
    await work.decide('approve');
    await work.batch('finished');
    expect(isEnrolled(work.okta, devices[0] ?? { serial: '', user: '', seed: '' })).toBe(false);
  });
});
