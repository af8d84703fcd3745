import type { Clock, Seen } from '../domain/ports.ts';

const maxAgeMs = 60_000;
const maxEntries = 1000;

/**
 * The same look, answered from memory for up to a minute. Questions asked at the same time share one request. Only
 * what was seen is remembered: a failure is asked again by the next caller.
 */
export function cached<T>(
  clock: Clock,
  look: (id: string) => Promise<Seen<T>>,
): (id: string) => Promise<Seen<T>> {
  const known = new Map<string, { readonly at: number; readonly seen: Promise<Seen<T>> }>();
  return async (id) => {
    const before = known.get(id);
    const age = clock.now() - (before?.at ?? Number.NEGATIVE_INFINITY);
    // Its age counts from before the request, because what Slack answered may be as old as that.
    const entry =
      before !== undefined && age >= 0 && age < maxAgeMs ? before : { at: clock.now(), seen: look(id) };
    known.set(id, entry);
    for (const oldest of known.keys()) {
      if (known.size <= maxEntries) break;
      known.delete(oldest);
    }
    let worthKeeping = false;
    try {
      const seen = await entry.seen;
      worthKeeping = seen.kind === 'ok';
      return seen;
    } finally {
      if (!worthKeeping && known.get(id) === entry) known.delete(id);
    }
  };
}
