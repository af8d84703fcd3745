import { isDue } from '../domain/due.ts';
import { isCustomOtp, type NotOk } from '../domain/okta.ts';
import { outcomeText } from '../domain/outcome-text.ts';
import type { Row } from '../domain/row.ts';
import { changedFacts, retryAt, settled } from '../domain/settle.ts';
import type { RowDeps, SetAside } from './row-step.ts';

/** Whether a row may be written now, and with which facts. */
export type Fresh = { readonly kind: 'ready'; readonly row: Row } | SetAside;

/** What was seen of a user is believed for this long; an older observation is made again before a write. */
const observationMs = 15 * 60_000;

/** Looks again at what must hold when a row is written; one whose facts changed is held, not run. */
export async function refreshRow(deps: RowDeps, row: Row): Promise<Fresh> {
  const admins = await deps.admins.read();
  if (admins.kind === 'ok' && admins.value.has(row.userId))
    return { kind: 'held', settling: settled.userProtected(row) };
  // A credential that may not see administrators was told of on the card; anything else passes.
  if (admins.kind === 'retry' || admins.kind === 'unknown') return unseen(row, admins, deps.clock.now());
  return refreshFacts(deps, row);
}

/** Reads user and factors again when the observation is old. */
async function refreshFacts({ okta, clock, oktaTime, signal }: RowDeps, row: Row): Promise<Fresh> {
  const at = clock.now();
  // What is taken away cannot be put back, so that is looked at right before, however young the plan.
  if (row.action !== 'unenroll' && !isDue(row.observedAt, observationMs, at)) return { kind: 'ready', row };
  const user = await okta.user(row.userId, { signal });
  oktaTime.observe(user);
  if (user.kind !== 'ok') return unseen(row, user, at);
  // Of a deactivated user Okta shows no factors, and its answer would hide that reason behind another.
  const gone = changedFacts(row, user.value, row.seenFactorIds);
  if (gone !== undefined) return { kind: 'held', settling: gone };
  const factors = await okta.factors(row.userId, { signal });
  oktaTime.observe(factors);
  if (factors.kind !== 'ok') return unseen(row, factors, at);
  const present = factors.value.filter(isCustomOtp).map((factor) => factor.id);
  const held = changedFacts(row, user.value, present);
  return held === undefined
    ? { kind: 'ready', row: { ...row, seenFactorIds: present } }
    : { kind: 'held', settling: held };
}

/** What a look that failed means: wait, pause everything, or hold this row because its user is out of sight. */
export function unseen(row: Row, reply: NotOk, at: number): SetAside {
  if (reply.kind === 'retry') return { kind: 'later', at: retryAt(reply, row.attempt, at) };
  if (reply.kind === 'unknown')
    return { kind: 'later', at: retryAt({ why: 'server_error' }, row.attempt, at) };
  if (reply.reason === 'credential') return { kind: 'pause', trouble: outcomeText.credential };
  if (row.state === 'unknown') return { kind: 'held', settling: settled.unreadable(row) };
  if (reply.reason === 'permission' && row.lost === 0) {
    return { kind: 'held', settling: settled.noPermission(row, reply.summary) };
  }
  return { kind: 'held', settling: changedFacts(row, undefined, []) ?? settled.unreadable(row) };
}
