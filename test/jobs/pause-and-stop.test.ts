import { describe, expect, it } from 'vitest';
import { textOf } from '../../sandbox/story/stage.ts';
import { enrolRoute, isEnrolled, requestsOn } from '../support/okta-truth.ts';
import { planned, states } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const people = ['ana@acme.example', 'ben@acme.example', 'fatima@acme.example'];
const devices = devicesFor(...people);

describe('a credential that Okta refuses in the middle of a batch', () => {
  it('pauses the batch once and fails no row; Resume finishes it', async () => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000011' }, nth: [2, 3] });
    await work.decide('approve');
    const paused = await work.batch('paused');
    await work.clock.pass(60_000);
    expect(paused.trouble).toContain('No row has failed');
    expect((await states(work)).filter((state) => state === 'failed')).toEqual([]);
    const pauses = await work.db.query("SELECT seq FROM audit WHERE event = 'batch.pause'");
    expect(pauses).toHaveLength(1);
    expect(textOf(work.card())).toContain('No row has failed');
    await work.decide('resume');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled', 'enrolled', 'enrolled']);
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
  });
});

describe('a person who pauses or stops', () => {
  it('keeps everything from being sent until somebody resumes', async () => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'rate_limited', form: 'window' }, times: 1 });
    await work.decide('approve');
    await work.clock.until('a first request', () => requestsOn(work.okta, enrolRoute).length > 0);
    await work.decide('pause');
    await work.clock.pass(5_000);
    const sent = requestsOn(work.okta, enrolRoute).length;
    await work.clock.pass(10 * 60_000);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(sent);
    await work.decide('resume');
    await work.batch('finished');
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
  });

  it('cancels what was not sent, and tells what was', async () => {
    const many = devicesFor(
      ...people,
      'maria@acme.example',
      'tom@acme.example',
      'greg@acme.example',
      'erin@acme.example',
      'd.yilmaz@acme.example',
    );
    const work = await planned(many);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'slow', ms: 150 } });
    await work.decide('approve');
    await work.clock.until('requests under way', async () => (await states(work)).includes('intended'));
    await work.decide('stop');
    await work.batch('stopped');
    const ended = await states(work);
    expect(ended.filter((state) => state === 'cancelled').length).toBeGreaterThan(0);
    expect(ended.filter((state) => state === 'enrolled').length).toBeGreaterThan(0);
    expect(new Set(ended)).toEqual(new Set(['enrolled', 'cancelled']));
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(
      ended.filter((state) => state === 'enrolled').length,
    );
    await work.clock.until('the card to say so', () => textOf(work.card()).includes('Stopped'));
    await work.clock.until('every user to be told', () =>
      many.every(({ serial }) => work.thread().some((reply) => textOf(reply).includes(serial))),
    );
  });
});
