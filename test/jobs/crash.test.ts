import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import type { Db } from '../../src/store/db.ts';
import { recordIntent } from '../../src/store/rows.ts';
import type { AtWork } from './at-work.ts';
import { enrolRoute, factorsOf, isEnrolled, requestsOn } from '../support/okta-truth.ts';
import { outcomes, planned, states } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const ana = 'ana@acme.example';
const devices = devicesFor(ana, 'ben@acme.example');
const first = devices.slice(0, 1);
/** More than are under way at once. */
const crowd = ['ana', 'ben', 'fatima', 'maria', 'tom', 'greg', 'erin', 'd.yilmaz'].map(
  (name) => `${name}@acme.example`,
);

/** A batch that was approved, and a process that ended right after the intent of its first row. */
async function endedAfterIntent(): Promise<AtWork> {
  const work = await planned(first);
  await work.stop();
  await work.decide('approve');
  const [row] = await work.rows();
  await recordIntent(work.db, { rowId: row?.id ?? '', at: work.clock.now(), seenFactorIds: [] });
  return work;
}

describe('a process that ended between an intent and its outcome', () => {
  it('finds the factor that came of it, and sends nothing', async () => {
    const work = await endedAfterIntent();
    work.okta.admin.addFactor(ana, {
      authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
      secret: Buffer.alloc(20, 1),
    });
    await work.clock.pass(20_000);
    work.start();
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled']);
    expect((await work.rows())[0]?.factorId).toBe(factorsOf(work.okta, ana)[0]?.id);
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });

  it('repeats a request that had no effect, once and only when it can have none any more', async () => {
    const work = await endedAfterIntent();
    const [row] = await work.rows();
    work.start();
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled']);
    const [only, ...more] = requestsOn(work.okta, enrolRoute);
    expect(more).toEqual([]);
    expect((only?.at ?? 0) - (row?.intentAt ?? Infinity)).toBeGreaterThanOrEqual(90_000);
    expect(first.every((one) => isEnrolled(work.okta, one))).toBe(true);
  });

  it('asks nothing new when the batch is being stopped, and says what is not known', async () => {
    const work = await endedAfterIntent();
    await work.decide('stop');
    work.start();
    await work.batch('stopped');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain('it is not known whether');
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });
});

const refusal = (): Promise<never> => Promise.reject(new AppError('STORE_UNWRITABLE', {}));

/** A handle to the database that refuses the statements that `refuses` names. */
function refusing(db: Db, refuses: (sql: string) => boolean): Db {
  return {
    query: (sql, params) => (refuses(sql) ? refusal() : db.query(sql, params)),
    tx: (fn) => db.tx((tx) => fn(refusing(tx, refuses))),
    close: () => Promise.resolve(),
  };
}

/** Like a process that is gone, this handle does nothing any more after so many statements. */
function dyingAfter(db: Db, statements: number): { readonly db: Db; readonly died: () => boolean } {
  let asked = 0;
  return { db: refusing(db, () => (asked += 1) > statements), died: () => asked > statements };
}

const everyFourth = (from: number): number[] => Array.from({ length: 30 }, (_, index) => from + index * 4);

/** Ends the process after so many statements and starts another. */
async function endsRight(work: AtWork, statements: number): Promise<void> {
  await work.clock.until('the card', () => work.stage.cards()[0]);
  await work.stop();
  await work.decide('approve');
  const dying = dyingAfter(work.db, statements);
  work.start(dying.db);
  await work.clock.until('its end', async () => dying.died() || (await done(work)));
  await work.stop();
  work.start();
  await work.batch('finished');
  expect(await states(work)).toEqual(['enrolled', 'enrolled']);
  expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
  expect(await verifyAudit(work.db)).toMatchObject({ ok: true });
  await work.clock.until('everything to be told', () => told(work));
}

describe('a process that ends at any step of a batch', () => {
  // The batch takes a little more than a hundred statements: the last ones end it in one go.
  it.each(everyFourth(1))(
    'leaves a batch that the next one ends right (after %i statements)',
    async (count) => {
      const work = await planned(devices);
      await endsRight(work, count);
      expect(requestsOn(work.okta, enrolRoute)).toHaveLength(2);
    },
  );

  it.each(everyFourth(3))(
    'does so too where an answer was lost before (after %i statements)',
    async (count) => {
      const work = await planned(devices);
      work.okta.faults.once(enrolRoute, { kind: 'lose_reply', how: 'reset' });
      await endsRight(work, count);
      expect(requestsOn(work.okta, enrolRoute)).toHaveLength(2);
    },
  );
});

describe('a database that refuses to write for a while', () => {
  it('keeps nothing of a batch from ending right, without a restart and without haste', async () => {
    const many = devicesFor(...crowd);
    const work = await planned(many);
    await work.stop();
    await work.decide('approve');
    const disk = { full: false, refusals: 0 };
    const full = (sql: string): boolean => {
      if (!disk.full || /^\s*SELECT/u.test(sql)) return false;
      disk.refusals += 1;
      return true;
    };
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'slow', ms: 20 } });
    const off = work.okta.on('change', () => {
      if (requestsOn(work.okta, enrolRoute).length > 0) disk.full = true;
    });
    work.start(refusing(work.db, full));
    await work.clock.until('a request', () => requestsOn(work.okta, enrolRoute).length > 0);
    await work.clock.pass(60_000);
    off();
    expect(disk.refusals).toBeLessThan(400);
    disk.full = false;
    await work.batch('finished');
    expect(new Set(await states(work))).toEqual(new Set(['enrolled']));
    expect(many.every((one) => isEnrolled(work.okta, one))).toBe(true);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(many.length);
  });
});

const done = async (work: AtWork): Promise<boolean> => {
  const [fields] = await work.db.query('SELECT count(*) AS n FROM outbox WHERE settled_at IS NULL');
  return fields?.['n'] === 0 && (await states(work)).every((state) => state === 'enrolled');
};

const told = async (work: AtWork): Promise<boolean> => {
  const names = work
    .thread()
    .flatMap((reply) => reply.fileIds.map((id) => work.slack.world.files.get(id)?.name.slice(0, 5)));
  return (await done(work)) && names.includes('plan-') && names.includes('resul');
};
