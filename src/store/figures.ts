import { z } from 'zod';
import type { Db } from './db.ts';
import { decode, integer, json, optional } from './decode.ts';

/** What the database holds, counted. Times are epoch ms. */
export interface Figures {
  readonly batches: ReadonlyMap<string, number>;
  /** Rows of batches that run, by state, and since when the oldest of them waits for its outcome. */
  readonly openRows: ReadonlyMap<string, number>;
  readonly oldestOpenRowAt: number | undefined;
  readonly tokens: ReadonlyMap<string, number>;
  readonly seeds: number;
  readonly oldestSeedAt: number | undefined;
  readonly auditSeq: number;
}

const counted = z.object({ state: z.string(), n: integer });
const countedSince = z.object({ n: integer, oldest: optional(integer) });

/** Counts open work, tokens and seeds; nothing here walks through what has ended. */
export async function readFigures(db: Db): Promise<Figures> {
  const byState = async (sql: string, table: string): Promise<Map<string, number>> =>
    new Map(
      (await db.query(sql)).map((fields) => {
        const { state, n } = decode(counted, fields, table);
        return [state, n];
      }),
    );
  const running = "b.state IN ('running', 'stopping') AND r.settled_at IS NULL";
  const join = 'FROM batch b JOIN batch_row r ON r.batch_id = b.id';
  const [oldest] = await db.query(
    `SELECT count(*) AS n, min(coalesce(r.intent_at, b.started_at)) AS oldest ${join} WHERE ${running}`,
  );
  const [seeds] = await db.query('SELECT count(*) AS n, min(created_at) AS oldest FROM seed');
  const [head] = await db.query('SELECT seq AS n FROM audit_head');
  const sealed = decode(countedSince, seeds, 'seed');
  return {
    batches: await byState(
      'SELECT state, count(*) AS n FROM batch WHERE finished_at IS NULL GROUP BY state',
      'batch',
    ),
    openRows: await byState(
      `SELECT r.state AS state, count(*) AS n ${join} WHERE ${running} GROUP BY r.state`,
      'batch_row',
    ),
    oldestOpenRowAt: decode(countedSince, oldest, 'batch_row').oldest,
    tokens: await byState('SELECT state, count(*) AS n FROM token GROUP BY state', 'token'),
    seeds: sealed.n,
    oldestSeedAt: sealed.oldest,
    auditSeq: decode(z.object({ n: integer }), head, 'audit_head').n,
  };
}

/** What the audit tells of a stretch of time, counted. */
export interface AuditCounts {
  readonly events: ReadonlyMap<string, number>;
  /** Refusals of people by code. */
  readonly refusals: ReadonlyMap<string, number>;
}

/** Counts the audit rows after one number up to another. */
export async function countAudit(db: Db, after: number, upTo: number): Promise<AuditCounts> {
  const events = await db.query(
    'SELECT event AS state, count(*) AS n FROM audit WHERE seq > $1 AND seq <= $2 GROUP BY event',
    [after, upTo],
  );
  const refused = await db.query(
    "SELECT detail FROM audit WHERE seq > $1 AND seq <= $2 AND event = 'refusal'",
    [after, upTo],
  );
  const codes = refused.map((fields) => decode(refusal, fields, 'audit').detail.code);
  return {
    events: new Map(
      events.map((fields) => {
        const { state, n } = decode(counted, fields, 'audit');
        return [state, n];
      }),
    ),
    refusals: new Map([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length])),
  };
}

const refusal = z.object({ detail: json(z.looseObject({ code: z.string().catch('unknown') })) });
