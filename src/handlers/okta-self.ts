import type { Person } from '../domain/people.ts';
import { rowsOf } from '../store/rows.ts';
import type { HandlerDeps } from './deps.ts';

/** Whether something holds of a person's Okta user; `unknown` where Slack or Okta could not say who he is. */
export type AboutSelf = boolean | 'unknown';

/**
 * Whether a batch changes the factor of the person himself: by the address Slack knows, and by the Okta user it stands
 * for.
 */
export async function changesOwnFactor(
  deps: Pick<HandlerDeps, 'db' | 'okta'>,
  batchId: string,
  person: Person | undefined,
): Promise<AboutSelf> {
  const email = person?.email?.toLowerCase();
  if (email === undefined) return 'unknown';
  const rows = await rowsOf(deps.db, batchId, {
    states: ['planned'],
    verdicts: ['enroll', 'unenroll', 'replace'],
  });
  if (rows.length === 0) return false;
  if (rows.some((row) => [row.userRef, row.userLogin].some((name) => name.toLowerCase() === email)))
    return true;
  const own = await oktaUsersOf(deps, email);
  return own === undefined ? 'unknown' : rows.some((row) => own.has(row.userId));
}

/** Whether a person and the one who asked are one, whatever Slack accounts they use. */
export async function isRequester(
  deps: Pick<HandlerDeps, 'okta' | 'workspace'>,
  person: Person | undefined,
  requestedBy: string,
): Promise<AboutSelf> {
  if (person?.id === requestedBy) return true;
  const requester = await deps.workspace.person(requestedBy);
  const email = person?.email?.toLowerCase();
  const other = requester.kind === 'ok' ? requester.value.email?.toLowerCase() : undefined;
  if (email === undefined || other === undefined) return 'unknown';
  if (email === other) return true;
  const own = await oktaUsersOf(deps, email);
  const theirs = await oktaUsersOf(deps, other);
  if (own === undefined || theirs === undefined) return 'unknown';
  return [...own].some((id) => theirs.has(id));
}

/** Every Okta user an address may stand for, deactivated ones included; undefined while Okta does not say. */
async function oktaUsersOf(
  { okta }: Pick<HandlerDeps, 'okta'>,
  email: string,
): Promise<ReadonlySet<string> | undefined> {
  const found = await okta.findUsers([email]);
  const match = found.kind === 'ok' ? found.value.get(email) : undefined;
  if (match === undefined) return undefined;
  if (match.kind === 'missing') return new Set();
  return new Set(match.kind === 'ambiguous' ? match.users.map(({ id }) => id) : [match.user.id]);
}
