import { AppError } from './domain/errors.ts';
import type { Component } from './health.ts';
import type { Connections } from './slack/connections.ts';
import type { Db } from './store/db.ts';
import { outboxLag } from './store/outbox.ts';
import { schemaOf, tryWriting } from './store/ready.ts';

/** A message that waits longer than this means that people look at an old card. */
const lateMs = 10 * 60_000;

export interface ReadinessParts {
  readonly db: Db;
  readonly connections: Pick<Connections, 'state'>;
  readonly stopping: boolean;
  /** The schema this version works with. */
  readonly schema: number;
}

/** What was found, without its name and time. */
type Finding = readonly [isOk: boolean, detail: string];

/** What `/readyz` shows; asks the database and the connections of this process, and nobody else. */
export async function componentsOf(parts: ReadinessParts, at: number): Promise<readonly Component[]> {
  const time = new Date(at).toISOString();
  const found: readonly (readonly [string, Finding])[] = [
    ['process', [!parts.stopping, parts.stopping ? 'stopping' : 'running']],
    ['slack', slackFinding(parts.connections)],
    ['database', await databaseFinding(parts.db, at)],
    ['schema', await schemaFinding(parts)],
    // Both were proved at the start, and without them nothing of this would answer.
    ['lock', [true, 'held by this process']],
    ['seed_key', [true, 'loaded']],
    ['messages', await messagesFinding(parts.db, at)],
  ];
  return found.map(([name, [isOk, detail]]) => ({ name, state: isOk ? 'ok' : 'failed', time, detail }));
}

function slackFinding(connections: ReadinessParts['connections']): Finding {
  const { connected, wanted, mode, foreign } = connections.state();
  const others = foreign === 0 ? '' : `; ${String(foreign)} of another process`;
  return [connected > 0, `${String(connected)} of ${String(wanted)} connections (${mode})${others}`];
}

async function databaseFinding(db: Db, at: number): Promise<Finding> {
  try {
    await tryWriting(db, at);
    return [true, 'can be written'];
  } catch (error) {
    return [false, error instanceof AppError ? error.code : 'cannot be written'];
  }
}

async function schemaFinding({ db, schema }: ReadinessParts): Promise<Finding> {
  const found = await schemaOf(db).catch(() => undefined);
  return found === undefined
    ? [false, 'does not answer']
    : [found === schema, `${String(found)} of ${String(schema)}`];
}

async function messagesFinding(db: Db, at: number): Promise<Finding> {
  const lag = await outboxLag(db, at).catch(() => undefined);
  if (lag === undefined) return [false, 'does not answer'];
  const oldest = String(Math.round(lag.oldestMs / 1_000));
  return [lag.oldestMs < lateMs, `${String(lag.waiting)} waiting, the oldest for ${oldest} s`];
}
