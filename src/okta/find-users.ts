import type { NotOk, OktaUser, Outcome, UserMatch } from '../domain/okta.ts';
import { createDirectory, type Directory } from './directory.ts';
import { readAll } from './pages.ts';
import { equalsAny, isAskable, searchGroups } from './search.ts';
import type { Send } from './send.ts';
import { getUser, listUsers } from './users.ts';

interface Parts {
  readonly send: Send;
  readonly origin: string;
  readonly signal?: AbortSignal | undefined;
}

/** How a search went: done, impossible just now (E0000100), or ended by something that ends the whole call. */
type Searched = 'done' | 'unavailable' | NotOk;

/** Search is out of order: https://developer.okta.com/docs/reference/error-codes/#E0000100 */
const searchDown = 'E0000100';
/** Requests at once; the client has its own limit for all together. */
const searchesAtOnce = 16;
const lookupsAtOnce = 16;

/**
 * Finds out whom references stand for: many per request by login, the rest by e-mail, and what search does not know
 * one by one by login, since its index lags. Never gives `missing` for an address while search is out of order.
 */
export async function findUsers(
  parts: Parts,
  references: readonly string[],
): Promise<Outcome<ReadonlyMap<string, UserMatch>>> {
  const directory = createDirectory();
  const askable = references.filter(isAskable);
  const unmatched = (wanted: (match: UserMatch) => boolean): readonly string[] =>
    askable.filter((reference) => wanted(directory.match(reference)));

  const byLogin = await searchAll(parts, 'login', askable, directory);
  if (isNotOk(byLogin)) return byLogin;
  const rest = unmatched(({ kind }) => kind !== 'found');
  const byEmail = byLogin === 'done' ? await searchAll(parts, 'email', rest, directory) : byLogin;
  if (isNotOk(byEmail)) return byEmail;
  const ended = await lookUp(
    parts,
    unmatched(({ kind }) => kind === 'missing'),
    directory,
  );
  if (ended !== undefined) return ended;
  if (byEmail === 'unavailable' && unmatched(({ kind }) => kind === 'missing').length > 0) {
    return { kind: 'retry', why: 'server_error', afterMs: undefined };
  }
  return {
    kind: 'ok',
    value: new Map(references.map((reference) => [reference, directory.match(reference)])),
  };
}

const isNotOk = (searched: Searched): searched is NotOk => typeof searched === 'object';

async function searchAll(
  parts: Parts,
  property: 'login' | 'email',
  references: readonly string[],
  directory: Directory,
): Promise<Searched> {
  const groups = [...searchGroups(property, references)];
  let ended: Searched = 'done';
  const worker = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined && ended === 'done'; group = groups.shift()) {
      const searched = await searchOne(parts, property, group);
      if (searched.kind === 'found') directory.add(searched.users);
      else if (searched.kind === 'split') groups.push(...searched.groups);
      else ended = searched.why;
    }
  };
  await Promise.all(Array.from({ length: searchesAtOnce }, worker));
  return ended;
}

type SearchedOne =
  | { readonly kind: 'found'; readonly users: readonly OktaUser[] }
  | { readonly kind: 'split'; readonly groups: readonly string[][] }
  | { readonly kind: 'ended'; readonly why: Searched };

async function searchOne(
  { signal, ...parts }: Parts,
  property: 'login' | 'email',
  group: readonly string[],
): Promise<SearchedOne> {
  const call = listUsers({ search: equalsAny(property, group), limit: '200' });
  const { outcome, code } = await readAll(parts, call, signal);
  if (outcome.kind === 'ok') return { kind: 'found', users: outcome.value };
  if (code === searchDown) return { kind: 'ended', why: 'unavailable' };
  if (outcome.kind !== 'rejected' || outcome.reason !== 'invalid') return { kind: 'ended', why: outcome };
  // Too long for this org, or one reference it cannot read: the others must not suffer. Alone it is looked up.
  return { kind: 'split', groups: group.length > 1 ? halves(group) : [] };
}

function halves(group: readonly string[]): readonly string[][] {
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}

/** Okta cannot find logins with these by path, and a path must not climb: https://developer.okta.com/docs/reference/user-query/ */
const fitsPath = (reference: string): boolean => !/[/?]/.test(reference) && !/^\.{1,2}$/.test(reference);

/** Looks logins up one by one, a few at a time; gives what ended it early. */
async function lookUp(
  parts: Parts,
  references: readonly string[],
  directory: Directory,
): Promise<NotOk | undefined> {
  const queue = [...new Set(references.map((reference) => reference.trim()))].filter(fitsPath);
  let ended: NotOk | undefined;
  const worker = async (): Promise<void> => {
    for (let login = queue.shift(); login !== undefined && ended === undefined; login = queue.shift()) {
      const { outcome } = await parts.send(getUser(login), parts.signal);
      if (outcome.kind === 'ok') directory.add([outcome.value]);
      else if (!isNobody(outcome)) ended = outcome;
    }
  };
  await Promise.all(Array.from({ length: lookupsAtOnce }, worker));
  return ended;
}

/** Not there, not to be seen by this credential, or nothing Okta can look up: for one reference that is an answer. */
const isNobody = (outcome: Exclude<Outcome<OktaUser>, { kind: 'ok' }>): boolean =>
  outcome.kind === 'rejected' && ['not_found', 'permission', 'invalid'].includes(outcome.reason);
