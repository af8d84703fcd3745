import type { AuditDetail } from '../domain/audit.ts';
import { AppError } from '../domain/errors.ts';
import {
  isFinalRow,
  nextRowState,
  type Row,
  type RowEvent,
  type RowState,
  type RowStep,
} from '../domain/row.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { about } from './intents.ts';
import { enqueue, type NewOutbox } from './outbox.ts';
import { rowOf } from './row-fields.ts';
import { changeToken, type TokenChange } from './token-change.ts';

export interface RowSettling {
  readonly rowId: string;
  /** Every event but `intend`, which is `recordIntent`. */
  readonly event: RowEvent;
  readonly at: number;
  /** Who caused it; the bot unless given. */
  readonly actor?: string | undefined;
  /** What happened and what to do next, in whole sentences; empty while the row goes on. */
  readonly outcome: string;
  readonly factorId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly notBefore?: number | undefined;
  readonly oktaAt?: number | undefined;
  /** With the event `hold`: the outcome the row may come to. */
  readonly held?: string | undefined;
  /** Why the row did not end well, in a word. */
  readonly cause?: string | undefined;
  /** With the event `step`: what is asked next. */
  readonly step?: RowStep | undefined;
  /** When a row that is left to a person is looked at again. */
  readonly lookAt?: number | undefined;
  readonly token?: TokenChange | undefined;
  readonly outbox?: readonly NewOutbox[] | undefined;
  readonly detail?: AuditDetail | undefined;
}

/**
 * Moves a row by one event, with its audit row, what follows for the token, and what is to be said about it: all of
 * it, or nothing. Gives nothing when the event means nothing in the row's state.
 */
export function settleRow(db: Db, settling: RowSettling): Promise<Row | undefined> {
  const { event, at } = settling;
  if (event === 'intend') throw new AppError('INTERNAL', { fault: 'an intent is not an outcome' });
  return db.tx(async (tx) => {
    const moved = await moveRow(tx, settling);
    if (moved === undefined) return undefined;
    const { row, from } = moved;
    if (settling.token !== undefined) await changeToken(tx, settling.token, row, at);
    await appendAudit(tx, {
      ...about(row),
      at,
      actor: settling.actor ?? 'bot',
      event: `row.${event}`,
      detail: { ...auditDetail(row, settling), from },
    });
    await enqueue(tx, settling.outbox ?? [], at);
    return row;
  });
}

async function moveRow(
  tx: Db,
  settling: RowSettling,
): Promise<{ readonly row: Row; readonly from: RowState } | undefined> {
  const [before] = await tx.query('SELECT * FROM batch_row WHERE id = $1', [settling.rowId]);
  if (before === undefined) throw new AppError('INTERNAL', { fault: 'no such row', rowId: settling.rowId });
  const row = rowOf(before);
  const state = nextRowState(row.state, settling.event);
  if (state === undefined) return undefined;
  if (!(await isGrounded(tx, row, settling.event))) return undefined;
  const [after] = await tx.query(
    `UPDATE batch_row SET state = $3, lost = $4, factor_id = $5, outcome = $6, request_id = $7,
        held = $8, cause = $9, not_before = $10, okta_at = $11, settled_at = $12, look_at = $13, step = $14
      WHERE id = $1 AND state = $2 RETURNING *`,
    [
      row.id,
      row.state,
      state,
      lostAfter(row, settling.event),
      settling.factorId ?? row.factorId,
      settling.outcome || whyMidway(row, state).outcome,
      settling.requestId ?? row.requestId,
      settling.held ?? '',
      settling.cause ?? whyMidway(row, state).cause,
      ...times(row, state, settling),
      ...next(row, settling),
    ],
  );
  return after === undefined ? undefined : { row: rowOf(after), from: row.state };
}

/** Whether an event can be true of a row, beyond what its state says. */
async function isGrounded(tx: Db, row: Row, event: RowEvent): Promise<boolean> {
  // Where no request was in doubt, there is nothing that a later look could find.
  if (event === 'find') return row.lost > 0;
  if (event !== 'stock') return true;
  // Taking a token into stock asks nobody: no intent stands between it and an approval that was not given.
  const running = await tx.query("SELECT id FROM batch WHERE id = $1 AND state = 'running'", [row.batchId]);
  return running.length === 1;
}

/** Between two steps a row keeps why it goes this way, however often the next one is put off. */
const whyMidway = (row: Row, state: RowState): { readonly outcome: string; readonly cause: string } =>
  row.step === undefined || isFinalRow(state)
    ? { outcome: '', cause: '' }
    : { outcome: row.outcome, cause: row.cause ?? '' };

/** Every step is a request of its own: a lost answer to the last one is settled when the next is asked. */
function lostAfter(row: Row, event: RowEvent): number {
  if (event === 'step') return 0;
  return event === 'lose' ? row.lost + 1 : row.lost;
}

/** When the row is looked at again, and what it asks next. */
const next = (row: Row, { lookAt, step }: RowSettling): (string | number | null)[] => [
  lookAt ?? null,
  step ?? row.step ?? '',
];

function times(row: Row, state: RowState, settling: RowSettling): (number | null)[] {
  const final = isFinalRow(state);
  return [
    final ? null : (settling.notBefore ?? null),
    settling.oktaAt ?? row.oktaAt ?? null,
    final ? settling.at : null,
  ];
}

function auditDetail(row: Row, settling: RowSettling): AuditDetail {
  const { requestId = '', held = '', cause = '' } = settling;
  const told = { login: row.userLogin, factorId: row.factorId, outcome: row.outcome, held, cause, requestId };
  const facts = Object.entries(told).filter(([, value]) => value !== '');
  return { ...settling.detail, ...Object.fromEntries(facts), attempt: row.attempt, state: row.state };
}
