import { routes, type Route } from '../api/routes.ts';

export type Match =
  | {
      readonly kind: 'found';
      readonly pattern: string;
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The path exists with other methods. */
  | { readonly kind: 'wrong_method'; readonly pattern: string }
  | { readonly kind: 'unknown' };

/** Finds the route of a request path as it was sent; a literal segment beats a parameter. */
export function matchRoute(method: string, path: string): Match {
  const segments = path.split('/');
  const candidates = routes
    .map((route) => ({ route, params: paramsOf(route.pattern, segments) }))
    .filter((candidate) => candidate.params !== undefined)
    .sort((a, b) => Object.keys(a.params ?? {}).length - Object.keys(b.params ?? {}).length);
  const pattern = candidates[0]?.route.pattern;
  if (pattern === undefined) return { kind: 'unknown' };
  const hit = candidates.find(({ route }) => route.method === method && route.pattern === pattern);
  return hit?.params === undefined
    ? { kind: 'wrong_method', pattern }
    : { kind: 'found', pattern, route: hit.route, params: hit.params };
}

function paramsOf(
  pattern: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  if (wanted.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const got = segments[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(want)?.[1];
    if (name === undefined && want !== got) return undefined;
    if (name === undefined) continue;
    const value = decodeSegment(got);
    if (value === undefined || value === '') return undefined;
    params[name] = value;
  }
  return params;
}

/** A slash cannot be sent inside a segment, encoded or not: logins that have one are found by id only. */
function decodeSegment(segment: string): string | undefined {
  try {
    const value = decodeURIComponent(segment);
    return value.includes('/') ? undefined : value;
  } catch {
    return undefined;
  }
}
