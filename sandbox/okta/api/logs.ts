// GET /api/v1/logs. Bounded queries go by when a thing happened, polling queries (ascending, without `until`)
// by when it could be read, and always name a next page:
// https://developer.okta.com/docs/reference/system-log-query/
import { parseExpression } from './expression.ts';
import { predicateOf, type Predicate } from './predicate.ts';
import { refuse } from './errors.ts';
import { logView, propertyOf } from './log-view.ts';
import { linkLines } from './paging.ts';
import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import type { LogRecord } from '../world.ts';

const weekMs = 7 * 24 * 3600 * 1000;
const most = 1000;

interface Query {
  readonly since: number;
  readonly until: number;
  readonly isPolling: boolean;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly filter: Predicate | undefined;
  readonly keywords: readonly string[];
  readonly after: string | null;
}

type Parsed = { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly reply: Reply };

/** Events that match and can be read by now. */
export function listLogs(call: Call, state: State): Reply {
  const parsed = parseQuery(call, state);
  if (!parsed.ok) return parsed.reply;
  const { query } = parsed;
  const matching = [...state.log.entries()]
    .map(([seq, record]) => ({ record, cursor: cursorOf(query, record, seq) }))
    .filter(({ record }) => matches(state, query, record, call.at))
    .sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
  if (query.isDescending) matching.reverse();
  const rest = query.after === null ? matching : matching.filter(({ cursor }) => isBehind(query, cursor));
  const page = rest.slice(0, query.limit);
  const isFull = page.length === query.limit && query.limit > 0;
  const after = query.isPolling || isFull ? (page.at(-1)?.cursor ?? query.after ?? '0') : undefined;
  return ok(
    page.map(({ record }) => logView(state, record)),
    { link: linkLines(state, call, after) },
  );
}

/** An opaque position that sorts as text: the time the query goes by, then the order of writing. */
const cursorOf = (query: Query, record: LogRecord, seq: number): string =>
  `${String(timeOf(query, record)).padStart(15, '0')}_${String(seq).padStart(9, '0')}`;

const timeOf = (query: Query, record: LogRecord): number =>
  query.isPolling ? record.visibleAt : record.published;

const isBehind = (query: Query, cursor: string): boolean =>
  query.isDescending ? cursor < (query.after ?? '') : cursor > (query.after ?? '');

function matches(state: State, query: Query, record: LogRecord, at: number): boolean {
  const time = timeOf(query, record);
  if (record.visibleAt > at || time < query.since || time >= query.until) return false;
  const { filter, keywords } = query;
  const text = keywords.length === 0 ? '' : JSON.stringify(logView(state, record)).toLowerCase();
  return (
    keywords.every((keyword) => text.includes(keyword)) &&
    (filter === undefined || filter((property) => propertyOf(state, record, property)))
  );
}

const refused = (reply: Reply): Parsed => ({ ok: false, reply });

function parseQuery(call: Call, state: State): Parsed {
  const { query } = call;
  const until = timeIn(query.get('until'), call.at + 1);
  const since = timeIn(query.get('since'), (until ?? 0) - weekMs);
  if (until === undefined || since === undefined) return refused(refuse(state.ids, 'E0000030'));
  const text = query.get('filter');
  const expression = text === null ? undefined : parseExpression(text);
  const filter = expression === undefined ? undefined : predicateOf(expression, 'exact');
  if (text !== null && filter === undefined) return refused(refuse(state.ids, 'E0000031'));
  const limit = limitIn(query);
  if (limit === undefined) return refused(refuse(state.ids, 'E0000001', { about: 'limit' }));
  const isDescending = query.get('sortOrder') === 'DESCENDING';
  const isPolling = !isDescending && !query.has('until');
  const keywords = (query.get('q') ?? '').toLowerCase().split(' ').filter(Boolean);
  const after = query.get('after');
  return { ok: true, query: { since, until, isPolling, isDescending, limit, filter, keywords, after } };
}

function limitIn(query: URLSearchParams): number | undefined {
  const limit = Number(query.get('limit') ?? 100);
  return Number.isInteger(limit) && limit >= 0 && limit <= most ? limit : undefined;
}

function timeIn(text: string | null, standard: number): number | undefined {
  if (text === null) return standard;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
