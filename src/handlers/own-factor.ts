import type { Person } from '../domain/people.ts';
import { rowsOf } from '../store/rows.ts';
import type { HandlerDeps } from './deps.ts';

/**
 * Whether a batch changes the factor of the person himself: by the address Slack knows, and by the Okta user it stands
 * for. Undefined where Okta could not be asked and the address alone says no.
 */
export async function changesOwnFactor(
  deps: Pick<HandlerDeps, 'db' | 'okta'>,
  batchId: string,
  person: Person | undefined,
): Promise<boolean | undefined> {
  const email = person?.email?.toLowerCase();
  if (email === undefined) return undefined;
  const rows = await rowsOf(deps.db, batchId, {
    states: ['planned'],
    verdicts: ['enroll', 'unenroll', 'replace'],
  });
  if (rows.some((row) => [row.userRef, row.userLogin].some((name) => name.toLowerCase() === email)))
    return true;
  const found = await deps.okta.findUsers([email]);
  const match = found.kind === 'ok' ? found.value.get(email) : undefined;
  if (match === undefined) return undefined;
  return match.kind === 'found' && rows.some((row) => row.userId === match.user.id);
}
