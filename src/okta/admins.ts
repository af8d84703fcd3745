// Every user with an administrator role. Unlike other lists it is paged by a link in its body:
// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentAUser/#tag/RoleAssignmentAUser/operation/listUsersWithRoleAssignments
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Outcome } from '../domain/okta.ts';
import { samePath } from './pages.ts';
import type { Call, Send } from './send.ts';

const listPath = '/api/v1/iam/assignees/users';
/** Of 100 users each: more administrators than any org has people. */
const mostPages = 500;

const page = z
  .object({
    value: z.array(z.object({ id: z.string().min(1) })),
    _links: z.object({ next: z.object({ href: z.string() }).nullish() }).nullish(),
  })
  .transform(({ value, _links }) => ({ ids: value.map(({ id }) => id), next: _links?.next?.href }));

const listAdmins = (path: string): Call<z.infer<typeof page>> => ({
  method: 'GET',
  path,
  pattern: listPath,
  effect: 'read',
  schema: page,
});

/** All of them, page after page; the first page that fails ends it. Throws OKTA_ANSWER_INVALID for a list without end. */
export async function readAdmins(
  { send, origin }: { readonly send: Send; readonly origin: string },
  signal?: AbortSignal,
): Promise<Outcome<ReadonlySet<string>>> {
  const ids = new Set<string>();
  let path = `${listPath}?limit=100`;
  for (let count = 0; count < mostPages; count += 1) {
    const { outcome } = await send(listAdmins(path), signal);
    if (outcome.kind !== 'ok') return outcome;
    for (const id of outcome.value.ids) ids.add(id);
    if (outcome.value.next === undefined) return { ...outcome, value: ids };
    path = samePath(origin, outcome.value.next, listPath);
  }
  throw new AppError('OKTA_ANSWER_INVALID', { problem: 'a list does not end', path: listPath });
}
