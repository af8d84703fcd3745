import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/okta/faults.ts';
import {
  enrolRoute,
  factorsOf,
  isEnrolled,
  listRoute,
  logsRoute,
  requestsOn,
} from '../support/okta-truth.ts';
import { outcomes, planned, states } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const ana = 'ana@acme.example';
const first = devicesFor(ana);

describe('an answer that is lost', () => {
  it.each<[string, Fault]>([
    ['the connection is reset', { kind: 'lose_reply', how: 'reset' }],
    ['the connection breaks in the middle of the answer', { kind: 'cut', at: 'reply' }],
    ['Okta says 500', { kind: 'error', status: 500, when: 'after' }],
    ['Okta says 504', { kind: 'error', status: 504, when: 'after' }],
    ['a proxy answers with a page', { kind: 'body', body: 'html' }],
    ['the answer is cut off', { kind: 'body', body: 'truncated' }],
    ['the answer is empty', { kind: 'body', body: 'no_content' }],
  ])('after the enrolment is found by looking, and nothing is sent twice: %s', async (_how, fault) => {
    const work = await planned(first);
    work.okta.faults.once(enrolRoute, fault);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled']);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
    const [row] = await work.rows();
    expect(row?.factorId).toBe(factorsOf(work.okta, ana)[0]?.id);
    expect(row?.lost).toBe(1);
  });

  it.each<[string, Fault]>([
    ['the connection is reset', { kind: 'cut', at: 'request' }],
    ['Okta says 500', { kind: 'error', status: 500, when: 'before' }],
    ['a gateway answers', { kind: 'gateway' }],
  ])(
    'before the enrolment is asked for once more, after the time in which it could still happen: %s',
    async (_how, fault) => {
      const work = await planned(first);
      work.okta.faults.once(enrolRoute, fault);
      await work.decide('approve');
      await work.batch('finished');
      expect(await states(work)).toEqual(['enrolled']);
      expect(first.every((one) => isEnrolled(work.okta, one))).toBe(true);
      const [lost, repeated, ...more] = requestsOn(work.okta, enrolRoute);
      expect(more).toEqual([]);
      expect((repeated?.at ?? 0) - (lost?.at ?? 0)).toBeGreaterThanOrEqual(90_000);
      const looks = requestsOn(work.okta, listRoute).filter(({ at }) => at > (lost?.at ?? 0));
      expect(looks.length).toBeGreaterThanOrEqual(2);
    },
  );

  it('that never comes is given up after the timeout, and looked for', async () => {
    const work = await planned(first, { oktaTimeoutMs: 200 });
    work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'hang' });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled']);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
  });

  it('twice is left to a person', async () => {
    const work = await planned(first);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'cut', at: 'request' } });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(2);
    expect((await outcomes(work))[0]).toContain('lost 2 times');
  });

  it('is not asked for again where only the System Log shows that it had an effect', async () => {
    const work = await planned(first);
    work.okta.admin.hideFactors(ana);
    work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'reset' });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain('System Log says');
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
  });

  it('is not called a failure where Okta hides the factor and its log', async () => {
    const work = await planned(first);
    work.okta.admin.hideFactors(ana);
    work.okta.faults.add({ route: logsRoute, fault: { kind: 'refusal', code: 'E0000006' } });
    work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'reset' });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain(ana);
    expect(factorsOf(work.okta, ana)).toHaveLength(1);
  });
});

describe('a factor that is there already', () => {
  it('is never touched, and the row says that Okta refused', async () => {
    const work = await planned(first);
    work.okta.admin.hideFactors(ana);
    const other = work.okta.admin.addFactor(ana, {
      authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
      secret: Buffer.alloc(20, 1),
    });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed']);
    expect((await outcomes(work))[0]).toContain('already has a Custom OTP factor');
    expect(factorsOf(work.okta, ana).map(({ id }) => id)).toEqual([other.id]);
  });

  it('is not taken for ours after a lost answer when it was enrolled elsewhere meanwhile', async () => {
    const work = await planned(first);
    work.okta.admin.addFactor(ana, {
      authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
      secret: Buffer.alloc(20, 1),
    });
    await work.clock.pass(60_000);
    work.okta.faults.once(enrolRoute, { kind: 'cut', at: 'request' });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain('cannot prove to be its own');
  });
});
