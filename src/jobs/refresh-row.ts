import { isCustomOtp, type NotOk, type Okta } from '../domain/okta.ts';
import { outcomeText } from '../domain/outcome-text.ts';
import type { Row } from '../domain/row.ts';
import { changedFacts, retryAt, settled, type Settling } from '../domain/settle.ts';

/** Whether a row may be written now, and with which facts. */
export type Fresh =
  | { readonly kind: 'ready'; readonly row: Row }
  | { readonly kind: 'held'; readonly settling: Settling }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'pause'; readonly trouble: string };

/** What was seen of a user is believed for this long; an older observation is made again before a write. */
const observationMs = 15 * 60_000;

/** Reads user and factors again when the observation is old; a row whose facts changed is held, not run. */
export async function refreshRow(okta: Okta, row: Row, at: number): Promise<Fresh> {
  if (at - row.observedAt < observationMs) return { kind: 'ready', row };
  const user = await okta.user(row.userId);
  if (user.kind !== 'ok') return unseen(row, user, at);
  const factors = await okta.factors(row.userId);
  if (factors.kind !== 'ok') return unseen(row, factors, at);
  const present = factors.value.filter(isCustomOtp).map((factor) => factor.id);
  const held = changedFacts(row, user.value, present);
  return held === undefined
    ? { kind: 'ready', row: { ...row, seenFactorIds: present } }
    : { kind: 'held', settling: held };
}

/** What a look that failed means: wait, pause everything, or hold this row because its user is out of sight. */
export function unseen(row: Row, reply: NotOk, at: number): Fresh {
  if (reply.kind === 'retry') return { kind: 'later', at: retryAt(reply, row.attempt, at) };
  if (reply.kind === 'unknown')
    return { kind: 'later', at: retryAt({ why: 'server_error' }, row.attempt, at) };
  if (reply.reason === 'credential') return { kind: 'pause', trouble: outcomeText.credential };
  if (row.state === 'unknown') return { kind: 'held', settling: settled.unreadable(row) };
  return { kind: 'held', settling: changedFacts(row, undefined, []) ?? settled.unreadable(row) };
}
