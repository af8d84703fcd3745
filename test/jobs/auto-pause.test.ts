import { describe, expect, it } from 'vitest';
import { textOf } from '../../sandbox/story/stage.ts';
import { enrolRoute, isEnrolled, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { cardSays, outcomes, planned, states } from './planned.ts';

const people = ['ana', 'ben', 'fatima', 'maria', 'tom', 'greg', 'erin', 'd.yilmaz'];
const devices = devicesFor(...people.map((name) => `${name}@acme.example`));
const few = devices.slice(0, 3);

const pausesOf = (work: AtWork) => work.db.query("SELECT detail FROM audit WHERE event = 'batch.pause'");
const count = async (work: AtWork, state: string): Promise<number> =>
  (await states(work)).filter((one) => one === state).length;

describe('rows that keep failing in the same way', () => {
  it('pause the batch once, with the reason on the card; Resume counts anew', async () => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000038' }, times: 5 });
    await work.decide('approve');
    const paused = await work.batch('paused');
    expect(paused.trouble).toContain('5 rows in a row');
    await cardSays(work, 'the status of the user');
    expect(textOf(work.card())).toContain('Resume');
    await work.clock.pass(60_000);
    expect(await count(work, 'failed')).toBe(5);
    expect(await pausesOf(work)).toHaveLength(1);
    await work.decide('resume');
    await work.batch('finished');
    expect(await count(work, 'failed')).toBe(5);
    expect(await count(work, 'enrolled')).toBe(3);
  });

  it('end the batch where nothing is left that could be kept from running', async () => {
    const work = await planned(devices.slice(0, 5));
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000038' } });
    await work.decide('approve');
    await work.batch('finished');
    expect(await pausesOf(work)).toEqual([]);
  });
});

describe('a permission that Okta refuses', () => {
  it('three times in a row pauses the batch without failing a row; Resume runs them again', async () => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000006' } });
    await work.decide('approve');
    const paused = await work.batch('paused');
    expect(paused.trouble).toContain('have not failed');
    await work.clock.pass(60_000);
    expect(new Set(await states(work))).toEqual(new Set(['planned']));
    expect(await pausesOf(work)).toHaveLength(1);
    work.okta.faults.clear();
    await work.decide('resume');
    await work.batch('finished');
    expect(await count(work, 'enrolled')).toBe(devices.length);
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
  });

  it('for one user fails that row, as soon as another shows that it is about him alone', async () => {
    const work = await planned(few);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000006' }, times: 1 });
    await work.decide('approve');
    await work.batch('finished');
    expect((await states(work)).toSorted()).toEqual(['enrolled', 'enrolled', 'failed']);
    expect((await outcomes(work)).join(' ')).toContain('may not change');
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(3);
  });

  it('for the only row fails it', async () => {
    const work = await planned(devices.slice(0, 1));
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000006' } });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed']);
    expect((await outcomes(work))[0]).toContain('may not change');
  });

  it('is no cancellation when the batch is stopped instead of resumed', async () => {
    const work = await planned(few);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000006' } });
    await work.decide('approve');
    await work.batch('paused');
    await work.decide('stop');
    await work.batch('stopped');
    expect(await states(work)).toEqual(['failed', 'failed', 'failed']);
  });
});
