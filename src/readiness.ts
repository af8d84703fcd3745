import type { Component } from './health.ts';
import type { Connections } from './slack/connections.ts';
import type { Db } from './store/db.ts';
import { outboxLag } from './store/outbox.ts';

/** A message that waits longer than this means that people look at an old card. */
const lateMs = 10 * 60_000;

/** What `/readyz` shows; asks the database and the connections of this process, and nobody else. */
export async function componentsOf(
  parts: { readonly db: Db; readonly connections: Connections; readonly stopping: boolean },
  at: number,
): Promise<readonly Component[]> {
  const slack = parts.connections.state();
  const database = await outboxLag(parts.db, at).catch(() => undefined);
  return [
    { name: 'process', ok: !parts.stopping, detail: parts.stopping ? 'stopping' : 'running' },
    {
      name: 'slack',
      ok: slack.connected > 0,
      detail: `${String(slack.connected)} of ${String(slack.wanted)} connections (${slack.mode})`,
    },
    {
      name: 'database',
      ok: database !== undefined,
      detail: database === undefined ? 'does not answer' : 'answers',
    },
    {
      name: 'messages',
      ok: database !== undefined && database.oldestMs < lateMs,
      detail: `${String(database?.waiting ?? 0)} waiting, the oldest for ${String(Math.round((database?.oldestMs ?? 0) / 1_000))} s`,
    },
  ];
}
