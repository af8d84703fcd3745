import type { State } from '../records/state.ts';

/** A page size from the query; undefined where it is not a whole number above zero. */
export function limitOf(query: URLSearchParams, standard: number, most: number): number | undefined {
  const text = query.get('limit');
  if (text === null) return standard;
  const limit = Number(text);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, most) : undefined;
}

/** `self` and, where there may be more, `next`: one Link header line each. */
export function linkLines(
  state: State,
  request: { readonly path: string; readonly query: URLSearchParams },
  after: string | undefined,
): readonly string[] {
  const link = (query: URLSearchParams, rel: string): string => {
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    return `<${state.org.url}${request.path}${search}>; rel="${rel}"`;
  };
  if (after === undefined) return [link(request.query, 'self')];
  const next = new URLSearchParams(request.query);
  next.set('after', after);
  return [link(request.query, 'self'), link(next, 'next')];
}
