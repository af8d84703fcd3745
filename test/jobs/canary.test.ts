import { describe, expect, it } from 'vitest';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import { buttonsOf } from '../../sandbox/story/stage.ts';
import { canaryPassed } from '../../src/domain/canary.ts';
import { auditOf } from '../../src/store/audit.ts';
import { latestBatches, moveBatch } from '../../src/store/batches.ts';
import { enrolRoute, isEnrolled, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { cardSays, planned, states } from './planned.ts';

const devices = devicesFor(
  'ana@acme.example',
  'ben@acme.example',
  'erin@acme.example',
  'fatima@acme.example',
);

/** Tom approves the first row alone. */
async function firstRow(work: AtWork): Promise<void> {
  const [batch] = await latestBatches(work.db, 1);
  if (batch === undefined) throw new Error('no batch');
  await moveBatch(work.db, {
    batchId: batch.id,
    event: 'approve',
    canary: true,
    at: work.clock.now(),
    actor: defaultPeople.tom.id,
    outbox: [],
  });
  work.files.onBatch();
}

const enrolled = (work: AtWork): number => devices.filter((one) => isEnrolled(work.okta, one)).length;

describe('the first row first', () => {
  it('enrols one row and waits, saying whom to ask; Resume runs the others', async () => {
    const work = await planned(devices);
    await firstRow(work);
    const paused = await work.batch('paused');
    expect(paused.trouble).toContain('Ask ana@acme.example to sign in');
    await cardSays(work, 'press Resume to run the others');
    expect(buttonsOf(work.card())).toEqual(['batch.resume', 'batch.stop']);
    await work.clock.pass(10 * 60_000);
    expect(enrolled(work)).toBe(1);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
    await work.decide('resume');
    expect(await work.batch('finished')).toMatchObject({ canary: false });
    expect(enrolled(work)).toBe(4);
  });

  it('takes the next row where the first fails', async () => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000038' }, times: 1 });
    await firstRow(work);
    expect((await work.batch('paused')).trouble).toContain('ben@acme.example');
    expect(await states(work)).toEqual(['failed', 'enrolled', 'planned', 'planned']);
  });

  it('waits for an answer that was lost before it goes on to another row', async () => {
    const work = await planned(devices, { oktaTimeoutMs: 200 });
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'lose_reply', how: 'reset' }, times: 1 });
    await firstRow(work);
    await work.batch('paused');
    expect(await states(work)).toEqual(['enrolled', 'planned', 'planned', 'planned']);
    expect(enrolled(work)).toBe(1);
  });

  it('stays the first row where somebody paused and resumed before it was enrolled', async () => {
    const work = await planned(devices);
    const hold = work.okta.faults.add({
      route: enrolRoute,
      fault: { kind: 'error', status: 503, when: 'before' },
    });
    await firstRow(work);
    await work.batch('running');
    await work.decide('pause');
    work.okta.faults.remove(hold);
    await work.decide('resume');
    expect((await work.batch('paused')).trouble).toContain('The first row is enrolled');
    expect(enrolled(work)).toBe(1);
  });

  it('stands in the audit, and so does what let the others follow', async () => {
    const work = await planned(devices);
    await firstRow(work);
    const paused = await work.batch('paused');
    expect(canaryPassed(paused, { kind: 'resumed' })).toEqual({ canary: 'resumed' });
    expect(canaryPassed(paused, { kind: 'code_accepted', serial: '1' })).toMatchObject({ canarySerial: '1' });
    expect(canaryPassed({ state: 'paused' }, { kind: 'resumed' })).toBeUndefined();
    const [pause, approve] = (await auditOf(work.db, {})).filter(({ event }) =>
      ['batch.approve', 'batch.pause'].includes(event),
    );
    expect(approve?.detail).toContain('"canary":"asked"');
    expect(pause?.detail).toContain('"canary":"enrolled"');
  });
});
