import { unreachable } from '../domain/errors.ts';
import { lookForEnrolment, lookForRemoval } from '../domain/look.ts';
import { isCustomOtp } from '../domain/okta.ts';
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
  const conflict = await tokenConflict(deps.db, row.id);
  if (conflict !== undefined) return end(deps, row, settled.tokenTaken(row, conflict));
  if (row.action === 'stock') return end(deps, row, settled.stocked(row));
  const fresh = await refreshRow(deps, row);
  return fresh.kind === 'ready' ? writeRow(deps, fresh.row) : setAside(deps, row, fresh);
}

async function look(deps: RowDeps, row: Row): Promise<Pause> {
  const factors = await deps.okta.factors(row.userId, { signal: deps.signal });
  deps.oktaTime.observe(factors);
  const at = deps.clock.now();
  if (factors.kind !== 'ok') return setAside(deps, row, unseen(row, factors, at));
  const seen = row.action === 'unenroll' ? lookForRemoval(row) : lookForEnrolment(row, factors.value, at);
  switch (seen.kind) {
    case 'wait':
      return postpone(deps, row, seen.notBefore);
    case 'settle':
      return end(deps, row, seen.settling);
    case 'repeat': {
      if (!deps.mayWrite) return end(deps, row, settled.leftInDoubt(row));
      const seenFactorIds = factors.value.filter(isCustomOtp).map((factor) => factor.id);
      return writeRow(deps, { ...row, seenFactorIds });
    }
    default:
      return unreachable(seen);
  }
}
