import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startOfTests } from '../support/clock.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import type { Clock } from '../../src/domain/ports.ts';
import type { Row } from '../../src/domain/row.ts';
import { expireDue } from '../../src/store/batches.ts';
import { databaseFile } from '../../src/store/open.ts';
import { type Crowd, openCrowd, tally } from './crowd.ts';

const minute = 60_000;
const hour = 60 * minute;
const tenYears = 10 * 365 * 24 * hour;
const rows = 8;

interface Reset {
  readonly crowd: Crowd;
  /** Sets the machine's clock; those of Okta and Slack go on. */
  readonly set: (ms: number) => void;
}

async function withClocks(): Promise<Reset> {
  const time: { clock?: Clock; setBy: number } = { setBy: 0 };
  const elsewhere = (): number => (time.clock?.now() ?? startOfTests) - time.setBy;
  const crowd = await openCrowd(rows, { okta: { clock: elsewhere }, slack: { clock: elsewhere } });
  const { clock } = crowd.office;
  time.clock = clock;
  return {
    crowd,
    set(ms) {
      time.setBy += ms;
      clock.set(clock.now() + ms);
    },
  };
}

const jumps = [
  ['an hour ahead', hour],
  ['an hour back', -hour],
  ['ten years ahead', tenYears],
  ['ten years back', -tenYears],
] as const;

describe('a clock that is set', () => {
  it.for(jumps)(
    '%s while requests are under way loses nothing, and asks for nothing twice',
    async ([, ms]) => {
      const { crowd, set } = await withClocks();
      const { okta } = crowd.office;
      okta.faults.add({ route: enrolRoute, fault: { kind: 'lose_reply', how: 'reset' }, nth: [2, 5] });
      const off = okta.on('change', () => {
        if (requestsOn(okta, enrolRoute).length < 4) return;
        off();
        set(ms);
      });
      await crowd.approve();
      await crowd.until('finished');
      expect(tally(await crowd.rows())).toEqual({ enrolled: rows });
      expect(requestsOn(okta, enrolRoute)).toHaveLength(rows);
      expect(await crowd.wrong()).toEqual([]);
    },
  );

  it.for(jumps)('%s while rows wait makes them wait no longer than was meant', async ([, ms]) => {
    const { crowd, set } = await withClocks();
    const { clock, okta, slack } = crowd.office;
    // What Okta did not do and did not say either is asked again after a minute and a half, and not before.
    okta.faults.add({
      route: enrolRoute,
      fault: { kind: 'error', status: 500, when: 'before' },
      nth: [2, 3],
    });
    const fault = { do: 'rate_limited', retryAfter: '30' } as const;
    slack.faults.add({ at: 'api', match: 'chat.update', fault, times: 2 });
    await crowd.approve();
    await clock.until('rows in doubt', async () => (await crowd.rows()).filter(waitsLong).length === 2);
    const asked = requestsOn(okta, enrolRoute).length;
    set(ms);
    const since = clock.now();
    await clock.pass(ms < 0 ? minute : 0);
    const tooEarly = ms < 0 ? requestsOn(okta, enrolRoute).length - asked : 0;
    expect(tooEarly).toBe(0);
    await crowd.until('finished');
    expect(tally(await crowd.rows())).toEqual({ enrolled: rows });
    expect(await crowd.wrong()).toEqual([]);
    expect(clock.now() - since).toBeLessThan(10 * minute);
  });

  it('ten years ahead leaves nothing to approve', async () => {
    const crowd = await openCrowd(rows);
    const { clock, okta } = crowd.office;
    clock.set(clock.now() + tenYears);
    await crowd.approve();
    expect(await expireDue(crowd.bot.files.db, clock.now())).toHaveLength(1);
    await clock.pass(hour);
    expect(requestsOn(okta, enrolRoute)).toEqual([]);
    expect(tally(await crowd.rows())).toEqual({ planned: rows });
  });
});

const waitsLong = ({ state, notBefore, intentAt = 0 }: Row): boolean =>
  state === 'unknown' && (notBefore ?? 0) > intentAt + minute;

describe('a database that another program holds for ten seconds', () => {
  // Each try waits for the file in real time.
  it(
    'loses nothing, and lets no request leave meanwhile without its intent',
    { timeout: 120_000 },
    async () => {
      const few = 3;
      const crowd = await openCrowd(few);
      const { clock, config, okta } = crowd.office;
      const other = new Database(join(config.dataDir, databaseFile), { timeout: 0 });
      onTestFinished(() => void other.close());
      await crowd.approve();
      await clock.until('requests', () => requestsOn(okta, enrolRoute).length > 0);
      other.exec('BEGIN IMMEDIATE');
      const asked = requestsOn(okta, enrolRoute).length;
      await clock.pass(10_000);
      expect(requestsOn(okta, enrolRoute)).toHaveLength(asked);
      other.exec('ROLLBACK');
      await crowd.until('finished');
      expect(tally(await crowd.rows())).toEqual({ enrolled: few });
      expect(requestsOn(okta, enrolRoute)).toHaveLength(few);
      expect(await crowd.wrong()).toEqual([]);
    },
  );
});

describe('a network that keeps connections open and says nothing', () => {
  it('is given up in time, and every row it leaves in doubt is settled by looking', async () => {
    const timeoutMs = 300;
    const crowd = await openCrowd(rows, { oktaTimeoutMs: timeoutMs });
    const { okta } = crowd.office;
    okta.faults.add({ route: enrolRoute, fault: { kind: 'half_open' }, nth: [2, 3] });
    okta.faults.add({ route: enrolRoute, fault: { kind: 'lose_reply', how: 'hang' }, nth: [5, 6] });
    const began = performance.now();
    await crowd.approve();
    await crowd.until('finished');
    expect(performance.now() - began).toBeLessThan(4 * (timeoutMs + 1_000));
    expect(tally(await crowd.rows())).toEqual({ enrolled: rows });
    expect(await crowd.wrong()).toEqual([]);
  });
});
