import { unreachable } from '../domain/errors.ts';
import { activationsSince, type Look, lookForEnrolment, lookForRemoval, lookInLog } from '../domain/look.ts';
import { type Factor, isCustomOtp } from '../domain/okta.ts';
import { askOf, isMidway } from '../domain/replacement.ts';
import type { Row } from '../domain/row.ts';
import { settled } from '../domain/settle.ts';
import { tokenConflict } from '../store/tokens.ts';
import { refreshRow, unseen } from './refresh-row.ts';
import { end, type Pause, postpone, type RowDeps, setAside } from './row-step.ts';
import { writeRow } from './write-row.ts';

/**
 * Takes one row one step further. A row whose earlier answer was lost is looked at before anything is asked again.
 * Gives the reason when the whole batch has to pause.
 */
export async function runRow(deps: RowDeps, row: Row): Promise<Pause> {
  if (row.state === 'unknown') return look(deps, row);
  if (row.step === 'restore') return writeRow(deps, row);
  const conflict = await tokenConflict(deps.db, row.id);
  if (conflict !== undefined) return end(deps, row, settled.tokenTaken(row, conflict));
  if (row.action === 'stock') return end(deps, row, settled.stocked(row));
  if (isMidway(row)) return writeRow(deps, row);
  const fresh = await refreshRow(deps, row);
  return fresh.kind === 'ready' ? writeRow(deps, fresh.row) : setAside(deps, row, fresh);
}

async function look(deps: RowDeps, row: Row): Promise<Pause> {
  const factors = await deps.okta.factors(row.userId, { signal: deps.signal });
  deps.oktaTime.observe(factors);
  const at = deps.clock.now();
  if (factors.kind !== 'ok') return setAside(deps, row, unseen(row, factors, at));
  const removes = askOf(row) === 'unenroll';
  const seen = removes ? lookForRemoval(row) : lookForEnrolment(row, factors.value, at);
  // An empty list may be a filtered one: before anything is asked again, Okta's log is asked too.
  const known = seen.kind === 'repeat' && !removes ? await askLog(deps, row) : seen;
  return follow(deps, row, known, factors.value);
}

/** Without the permission to read the log, or while it cannot be read, the list of factors alone counts. */
async function askLog(deps: RowDeps, row: Row): Promise<Look> {
  const since = activationsSince(row);
  if (since === undefined) return { kind: 'repeat' };
  const activations = await deps.okta.activations(row.userId, since, { signal: deps.signal });
  return activations.kind === 'ok' ? lookInLog(row, activations.value) : { kind: 'repeat' };
}

async function follow(deps: RowDeps, row: Row, known: Look, factors: readonly Factor[]): Promise<Pause> {
  switch (known.kind) {
    case 'wait':
      return postpone(deps, row, known.notBefore);
    case 'settle':
      return end(deps, row, known.settling);
    case 'repeat': {
      if (!deps.mayWrite) return end(deps, row, settled.leftInDoubt(row));
      const seenFactorIds = factors.filter(isCustomOtp).map((factor) => factor.id);
      return writeRow(deps, { ...row, seenFactorIds });
    }
    default:
      return unreachable(known);
  }
}
