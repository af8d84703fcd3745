import type { Batch } from '../domain/batch.ts';
import { nextLook } from '../domain/look-again.ts';
import { outcomeText } from '../domain/outcome-text.ts';
import type { Clock } from '../domain/ports.ts';
import { consequence, oldToken } from '../domain/replacement.ts';
import { toldAtOnce, type ThreadReplies } from '../domain/replies.ts';
import { isFinalRow, nextRowState, type Row } from '../domain/row.ts';
import { settled, type Settling } from '../domain/settle.ts';
import type { Db } from '../store/db.ts';
import type { NewOutbox } from '../store/outbox.ts';
import { findRow, settleRow, type TokenChange } from '../store/rows.ts';
import { announcements } from './announcements.ts';
import { waitAfterFirst } from './canary.ts';
import { judgeEnding } from './judge-ending.ts';

export interface SettleDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly batch: Batch;
  readonly replies: ThreadReplies;
}

/**
 * Puts the end of a row on disk with its audit row, what it means for the token and for the batch, and what is to be
 * told about it: all of it, or nothing.
 */
export function settleOnDisk(deps: SettleDeps, row: Row, given: Settling, requestId?: string): Promise<void> {
  const settling = consequence(row, given);
  return deps.db.tx(async (tx) => {
    if (!(await settleOne(tx, deps, row, { ...settling, requestId }))) return;
    await judgeEnding(tx, { batch: deps.batch, at: deps.clock.now() }, settling, async (held) => {
      await settleOne(tx, deps, held, settled.heldBack(held));
    });
    await waitAfterFirst(tx, row, settling, deps.clock.now());
  });
}

async function settleOne(
  tx: Db,
  deps: SettleDeps,
  row: Row,
  settling: Settling & { readonly requestId?: string | undefined },
): Promise<boolean> {
  const { event, outcome, factorId, notBefore, held, step, cause, requestId } = settling;
  const at = deps.clock.now();
  const moved = await settleRow(tx, {
    rowId: row.id,
    event,
    at,
    outcome,
    factorId,
    notBefore,
    held,
    step,
    cause,
    lookAt: event === 'review' ? nextLook(row, at, at) : undefined,
    requestId,
    token: tokenChange(row, settling),
    outbox: told(deps, row, settling),
  });
  return moved !== undefined;
}

/**
 * Takes a row out of the way that the bot itself cannot run, so that it does not hold up the others. If an intent was
 * written the answer counts as lost, and Okta is looked at; otherwise a person is told.
 */
export async function setAsideFaulty(deps: SettleDeps, rowId: string): Promise<void> {
  const row = await findRow(deps.db, rowId);
  if (row === undefined || isFinalRow(row.state)) return;
  const settling: Settling =
    row.state === 'intended'
      ? { event: 'lose', outcome: '', notBefore: deps.clock.now() }
      : {
          event: 'review',
          cause: 'bot_fault',
          outcome: row.state === 'unknown' ? outcomeText.faultInDoubt(row) : outcomeText.fault(row),
        };
  await settleOnDisk(deps, row, settling);
}

function tokenChange(row: Row, settling: Settling): TokenChange | undefined {
  const { event, factorId = '' } = settling;
  const { serial, userId, userLogin, authenticatorId, oldSerial = '', oldAuthenticatorId = '' } = row;
  const old = oldToken(row, settling);
  if (old === 'taken') return { kind: 'revoke', serial: oldSerial };
  if (old === 'given back') {
    return {
      kind: 'assign',
      serial: oldSerial,
      userId,
      userLogin,
      authenticatorId: oldAuthenticatorId,
      factorId,
    };
  }
  if (event === 'enroll' || event === 'find')
    return { kind: 'assign', serial, userId, userLogin, authenticatorId, factorId };
  if (event === 'stock') return { kind: 'stock', serial };
  return event === 'unenroll' && serial !== '' ? { kind: 'revoke', serial } : undefined;
}

function told(deps: SettleDeps, row: Row, settling: Settling): readonly NewOutbox[] {
  const state = nextRowState(row.state, settling.event);
  const say = announcements(deps.batch);
  // People were told to look for themselves: they learn that it is settled, however little is told of other rows.
  if (settling.event === 'find') return [say.card(), say.row(row.id, 'found')];
  if (state === undefined || !isFinalRow(state)) return [say.card()];
  return toldAtOnce(deps.replies, state) ? [say.card(), say.row(row.id)] : [say.card()];
}
