import { isFinalRow, rowTransitions } from '../domain/row.ts';
import type { Db } from '../store/db.ts';
import { countAudit } from '../store/figures.ts';
import type { Metrics } from './definitions.ts';

const decisions: ReadonlySet<string> = new Set([
  'batch.approve',
  'batch.reject',
  'batch.withdraw',
  'batch.expire',
  'batch.pause',
  'batch.resume',
  'batch.stop',
]);

/** How an answer that was lost came to be known: the row was settled by looking, tried again, or left to a person. */
const evidence: Readonly<Record<string, string>> = {
  'row.lose': 'lost',
  'row.find': 'found_later',
  'row.review': 'left_to_a_person',
};

/** Events that end a row, each with the state it ends in. */
const outcomes: ReadonlyMap<string, string> = new Map(
  Object.values(rowTransitions).flatMap((moves) =>
    Object.entries(moves).flatMap(([event, state]) =>
      isFinalRow(state) ? [[`row.${event}`, state] as const] : [],
    ),
  ),
);

/**
 * Counts what happened since the last call, from the audit: every outcome and refusal stands there once, whoever brought
 * it about. Begins at the audit row given, so that a restart starts from nothing, as counters do.
 */
export function createAuditCounter(db: Db, metrics: Metrics, from: number): (upTo: number) => Promise<void> {
  let counted = from;
  return async (upTo) => {
    if (upTo <= counted) return;
    const after = counted;
    counted = upTo;
    const { events, refusals } = await countAudit(db, after, upTo);
    for (const [event, n] of events) count(metrics, event, n);
    for (const [reason, n] of refusals) metrics.refused.inc({ reason }, n);
  };
}

function count(metrics: Metrics, event: string, n: number): void {
  const outcome = outcomes.get(event);
  if (outcome !== undefined) metrics.rows.inc({ outcome }, n);
  if (decisions.has(event)) metrics.decisions.inc({ result: event.slice('batch.'.length) }, n);
  const how = evidence[event];
  if (how !== undefined) metrics.reconciled.inc({ evidence: how }, n);
}
