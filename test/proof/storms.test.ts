import { expect, it } from 'vitest';
import type { Fault } from '../../sandbox/okta/faults.ts';
import type { Exchange } from '../../sandbox/okta/journal.ts';
import type { OktaOptions } from '../../sandbox/okta/server.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { auditOf } from '../../src/store/audit.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { openCrowd, tally } from './crowd.ts';

const minute = 60_000;
const timeout = 150_000;
const generous = {
  limits: { principalShare: 1, perMinute: { '/api/v1': 60_000, '/api/v1/users': 60_000 } },
} as const satisfies OktaOptions;

it(
  'a thousand rows end right although three answers of ten leave open what happened',
  { timeout },
  async () => {
    const crowd = await openCrowd(1_000, { okta: { ...generous, seed: 7 } });
    const { faults } = crowd.office.okta;
    const doubts: readonly Fault[] = [
      { kind: 'lose_reply', how: 'reset' },
      { kind: 'error', status: 500, when: 'after' },
      { kind: 'error', status: 500, when: 'before' },
    ];
    for (const fault of doubts) faults.add({ route: enrolRoute, fault, probability: 0.1 });
    await crowd.approve();
    // Rows whose answers were lost twice end one after another, which makes the batch wait for a person.
    while ((await crowd.until('finished', 'paused')).state === 'paused') await crowd.resume();
    for (const { fired } of faults.rules) expect(fired).toBeGreaterThan(50);
    const { enrolled = 0, needs_review: review = 0, ...others } = tally(await crowd.rows());
    expect(others).toEqual({});
    expect(enrolled + review).toBe(1_000);
    expect(review).toBeLessThan(60);
    expect(await crowd.wrong()).toEqual([]);
  },
);

interface Answered {
  readonly at: number;
  readonly status: number;
  readonly reset: number;
}

const isEnrolment = ({ method, path }: Exchange): boolean => method === 'POST' && path.endsWith('/factors');

/** Forty rows under five minutes of nothing but refusals; gives what Okta answered to enrolments. */
async function storm(form: 'window' | 'concurrency'): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  const time: { clock?: Clock } = {};
  const crowd = await openCrowd(40, {
    okta: {
      onExchange(exchange) {
        const reset = Number(exchange.headers['x-rate-limit-reset']) * 1_000;
        const at = time.clock?.now() ?? 0;
        if (isEnrolment(exchange)) answers.push({ at, status: exchange.status, reset });
      },
    },
  });
  const { clock, okta } = crowd.office;
  time.clock = clock;
  okta.faults.add({ route: enrolRoute, fault: { kind: 'rate_limited', form } });
  await crowd.approve();
  await clock.pass(5 * minute);
  okta.faults.clear();
  await crowd.until('finished');
  expect(tally(await crowd.rows())).toEqual({ enrolled: 40 });
  expect(await crowd.wrong()).toEqual([]);
  return answers;
}

it(
  'five windows of refusals for the rate fail no row, and nothing is asked before a reset',
  { timeout },
  async () => {
    const answers = await storm('window');
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused.filter((one) => answers.some(({ at }) => at > one.at && at < one.reset))).toEqual([]);
  },
);

it(
  'five minutes of refusals for too much at once fail no row, and are run into ever more seldom',
  { timeout },
  async () => {
    const answers = await storm('concurrency');
    const refused = answers.filter(({ status }) => status === 429).length;
    expect(refused).toBeGreaterThanOrEqual(5);
    expect(refused).toBeLessThan(40);
  },
);

it(
  'a credential that is revoked in the middle pauses the batch once, and nothing is lost',
  { timeout },
  async () => {
    const crowd = await openCrowd(40);
    const { clock, okta } = crowd.office;
    const off = okta.on('change', () => {
      if (requestsOn(okta, enrolRoute).length < 12 || okta.faults.rules.length > 0) return;
      okta.faults.add({ route: '*', fault: { kind: 'refusal', code: 'E0000011' } });
    });
    await crowd.approve();
    const paused = await crowd.until('paused');
    off();
    await clock.pass(30 * minute);
    const { enrolled = 0, planned = 0, ...others } = tally(await crowd.rows());
    expect({ others, known: enrolled + planned }).toEqual({ others: {}, known: 40 });
    expect(planned).toBeGreaterThan(0);
    expect(paused.trouble).toContain('credential');

    okta.faults.clear();
    await crowd.resume();
    await crowd.until('finished');
    expect(tally(await crowd.rows())).toEqual({ enrolled: 40 });
    const audit = await auditOf(crowd.bot.seen, { batchId: paused.id, limit: 1_000 });
    expect(audit.filter(({ event }) => event === 'batch.pause')).toHaveLength(1);
    expect(await crowd.wrong()).toEqual([]);
  },
);
