// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/
import { z } from 'zod';
import type { OktaUser, Outcome, UserPage } from '../domain/okta.ts';
import { mapOk, samePath } from './pages.ts';
import { containing, isAskable } from './search.ts';
import type { Call, Send } from './send.ts';

const text = z.string().catch('');

const userBody = z
  .object({
    id: z.string().min(1),
    status: text,
    profile: z.object({ login: text, email: text, firstName: text, lastName: text }),
  })
  .transform(({ id, status, profile }): OktaUser => {
    const { login, email, firstName, lastName } = profile;
    const name = `${firstName} ${lastName}`.trim();
    return { id, login, email, name: name === '' ? login : name, status };
  });

const listPath = '/api/v1/users';

/** One user by id, or by login where `key` is one: Okta also resolves the part of a login before its @. */
export const getUser = (key: string): Call<OktaUser> => ({
  method: 'GET',
  path: `${listPath}/${encodeURIComponent(key)}`,
  pattern: '/api/v1/users/{id}',
  effect: 'read',
  schema: userBody,
});

/** Users by a query; `search` reads an index that is up to some seconds behind and holds deactivated users too. */
export const listUsers = (query: Readonly<Record<string, string>>): Call<readonly OktaUser[]> => ({
  method: 'GET',
  path: `${listPath}?${Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`,
  pattern: listPath,
  effect: 'read',
  schema: z.array(userBody),
});

const pageSize = '50';

/** A page of users to show. Throws OKTA_ANSWER_INVALID if a next link, or the one given, leads elsewhere. */
export async function userPage(
  { send, origin }: { readonly send: Send; readonly origin: string },
  query: { readonly text?: string; readonly next?: string },
  signal?: AbortSignal,
): Promise<Outcome<UserPage>> {
  const { text: wanted = '', next } = query;
  if (wanted !== '' && !isAskable(wanted)) return { kind: 'ok', value: { users: [] } };
  const first = listUsers(
    wanted === '' ? { limit: pageSize } : { search: containing(wanted), limit: pageSize },
  );
  const path = next === undefined ? first.path : samePath(origin, next, listPath);
  const sent = await send({ ...first, path }, signal);
  const following = sent.next === undefined ? undefined : samePath(origin, sent.next, listPath);
  return mapOk(sent.outcome, (users) => ({ users, next: following }));
}
