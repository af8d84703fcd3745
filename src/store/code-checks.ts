import { z } from 'zod';
import { driftOf, type Reading } from '../domain/drift.ts';
import { foldSerial } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { decode, integer, optional } from './decode.ts';
import { enqueue, type NewOutbox } from './outbox.ts';

/** What a code came to; `asked` while Okta has not answered. */
export type CheckAnswer =
  | 'asked'
  | 'works'
  | 'fits'
  | 'outside'
  | 'used'
  | 'wrong'
  | 'refused'
  | 'unanswered';

/** A code that somebody read off a token. The code itself is not kept: it could still sign in. */
export interface CodeCheck {
  /** Empty where the bot does not know the token. */
  readonly serial: string;
  /** Empty where nobody has it. */
  readonly userId: string;
  readonly at: number;
  readonly actor: string;
  /** What it says about the token's clock; absent where the code is not the token's. */
  readonly seen?: { readonly step: number; readonly aheadMs: number; readonly windowMs: number } | undefined;
}

/** Notes a code that needed no asking, with its audit row and what it says about the token's clock. */
export function noteCheck(
  db: Db,
  check: CodeCheck,
  answer: Exclude<CheckAnswer, 'asked'>,
  outbox: readonly NewOutbox[] = [],
): Promise<void> {
  return db.tx(async (tx) => {
    await enqueue(tx, outbox, check.at);
    await keep(tx, check, answer, 0);
    await learnClock(tx, check);
    await audit(tx, check, answer);
  });
}

/**
 * Notes that Okta is about to be asked, before the request leaves: whatever happens then, the try counts until Okta's
 * answer says otherwise. Gives the number to settle it by; undefined where `triesAtMost` are counted already.
 */
export function beginAsking(db: Db, check: CodeCheck, triesAtMost: number): Promise<number | undefined> {
  return db.tx(async (tx) =>
    (await countedTries(tx, check.userId)).count < triesAtMost ? keep(tx, check, 'asked', 1) : undefined,
  );
}

/** Notes what Okta answered; `counted` is whether it counts, or may count, as a failed try. */
export function endAsking(
  db: Db,
  id: number,
  check: CodeCheck,
  ended: {
    readonly answer: Exclude<CheckAnswer, 'asked' | 'fits'>;
    readonly counted: boolean;
    readonly outbox?: readonly NewOutbox[] | undefined;
  },
): Promise<void> {
  return db.tx(async (tx) => {
    await tx.query('UPDATE code_check SET answer = $2, counted = $3 WHERE id = $1', [
      id,
      ended.answer,
      Number(ended.counted),
    ]);
    if (ended.answer === 'works')
      await tx.query('UPDATE token SET verified_at = $3 WHERE serial_key = $1 AND user_id = $2', [
        foldSerial(check.serial),
        check.userId,
        check.at,
      ]);
    await learnClock(tx, check);
    await enqueue(tx, ended.outbox ?? [], check.at);
    await audit(tx, check, ended.answer);
  });
}

/** How many failed tries Okta may hold against a user since a code of his was last accepted here, and when the last was. */
export async function countedTries(
  db: Db,
  userId: string,
): Promise<{ readonly count: number; readonly lastAt: number }> {
  const [fields] = await db.query(
    `SELECT count(*) AS count, coalesce(max(at), 0) AS last_at FROM code_check
      WHERE user_id = $1 AND user_id <> '' AND counted = 1
        AND id > (SELECT coalesce(max(id), 0) FROM code_check
          WHERE user_id = $1 AND user_id <> '' AND answer = 'works')`,
    [userId],
  );
  const { count, last_at: lastAt } = decode(
    z.object({ count: integer, last_at: integer }),
    fields,
    'code_check',
  );
  return { count, lastAt };
}

/** Forgets a user's failed tries: Okta was seen to have accepted a code since. */
export async function forgiveTries(db: Db, userId: string): Promise<void> {
  await db.query("UPDATE code_check SET counted = 0 WHERE user_id = $1 AND user_id <> '' AND counted = 1", [
    userId,
  ]);
}

/** The latest time step of a token's codes that Okta accepted; undefined before the first. */
export async function lastAcceptedStep(db: Db, serial: string): Promise<number | undefined> {
  const [fields] = await db.query(
    "SELECT max(step) AS step FROM code_check WHERE serial_key = $1 AND serial_key <> '' AND answer = 'works'",
    [foldSerial(serial)],
  );
  return decode(z.object({ step: optional(integer) }), fields, 'code_check').step;
}

async function keep(tx: Db, check: CodeCheck, answer: CheckAnswer, counted: 0 | 1): Promise<number> {
  const [fields] = await tx.query(
    `INSERT INTO code_check (serial_key, user_id, at, actor, answer, step, ahead_ms, counted)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [
      foldSerial(check.serial),
      check.userId,
      check.at,
      check.actor,
      answer,
      check.seen?.step ?? null,
      check.seen?.aheadMs ?? null,
      counted,
    ],
  );
  return decode(z.object({ id: integer }), fields, 'code_check').id;
}

const readingsAtMost = 400;

/** The whole line is drawn anew from what is kept, so that one odd code does not stay in it for ever. */
async function learnClock(tx: Db, { serial, seen }: CodeCheck): Promise<void> {
  if (serial === '' || seen === undefined) return;
  const rows = await tx.query(
    `SELECT at, ahead_ms FROM code_check WHERE serial_key = $1 AND ahead_ms IS NOT NULL
      ORDER BY at DESC LIMIT $2`,
    [foldSerial(serial), readingsAtMost],
  );
  const schema = z.object({ at: integer, ahead_ms: integer });
  const readings = rows.map((fields): Reading => {
    const { at, ahead_ms: aheadMs } = decode(schema, fields, 'code_check');
    return { at, aheadMs };
  });
  const drift = driftOf(readings, seen.windowMs);
  await tx.query('UPDATE token SET ahead_ms = $2, ms_per_month = $3, leaves_at = $4 WHERE serial_key = $1', [
    foldSerial(serial),
    seen.aheadMs,
    drift?.msPerMonth ?? null,
    drift?.leavesAt ?? null,
  ]);
}

function audit(tx: Db, { serial, userId, at, actor, seen }: CodeCheck, answer: CheckAnswer): Promise<void> {
  const detail = { answer, ...(seen === undefined ? {} : { aheadMs: seen.aheadMs }) };
  return appendAudit(tx, { at, actor, event: 'token.verify', serial, userId, detail });
}
