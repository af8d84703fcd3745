import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { performance } from 'node:perf_hooks';
import { onTestFinished } from 'vitest';
import { manualClock, type ManualClock } from './clock.ts';

/**
 * A clock that stands still while anything goes on. When nothing does, it is put forward to the next sleeper: an hour
 * of waiting takes a moment, and everything happens at its own time.
 */
export interface QuickClock extends ManualClock {
  /** Lets time go by. */
  pass(ms: number): Promise<void>;
  /** Lets time go by until `probe` gives something, and gives it; rejects with `what` when it never does. */
  until<T>(
    what: string,
    probe: () => T | false | undefined | Promise<T | false | undefined>,
    patienceMs?: number,
  ): Promise<T>;
}

/** Real milliseconds after which a test has waited in vain. */
const defaultPatienceMs = 15_000;
/** Real milliseconds after which a request that is not answered counts as one that hangs. */
const hangsAfterMs = 300;
/** Turns of the event loop in which nothing may go on: a frame or an answer may be on its way between two sockets. */
const quietTurns = 6;

/** A quick clock; it watches the HTTP requests of this process until the test ends. */
export function quickClock(start?: number): QuickClock {
  const clock = manualClock(start);
  const underWay = watchRequests();

  async function quiet(): Promise<void> {
    for (let turns = 0; turns < quietTurns; turns = underWay() ? 0 : turns + 1) await turn();
  }

  async function wakeNext(latest: number): Promise<boolean> {
    const at = clock.wakesAt();
    if (at === undefined || at > latest) return false;
    await clock.advance(Math.max(0, at - clock.now()));
    return true;
  }

  return {
    ...clock,
    async pass(ms) {
      const end = clock.now() + ms;
      await quiet();
      while (await wakeNext(end)) await quiet();
      await clock.advance(Math.max(0, end - clock.now()));
      await quiet();
    },
    async until(what, probe, patienceMs = defaultPatienceMs) {
      const deadline = performance.now() + patienceMs;
      for (let turns = 0; ; turns = underWay() ? 0 : turns + 1) {
        const found = await probe();
        if (found !== undefined && found !== false) return found;
        if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
        if (turns > 0 && turns % quietTurns === 0) await wakeNext(Number.POSITIVE_INFINITY);
        await turn();
      }
    },
  };
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Whether a request of this process, by `fetch` or by undici, waits for an answer that may still come. */
function watchRequests(): () => boolean {
  const open = new Set<unknown>();
  let since = performance.now();
  const change = (act: (request: unknown) => void) => (message: unknown) => {
    since = performance.now();
    if (typeof message === 'object' && message !== null && 'request' in message) act(message.request);
  };
  const begin = change((request) => open.add(request));
  const end = change((request) => open.delete(request));
  const channels = [
    ['undici:request:create', begin],
    ['undici:request:trailers', end],
    ['undici:request:error', end],
  ] as const;
  for (const [name, listener] of channels) subscribe(name, listener);
  onTestFinished(() => {
    for (const [name, listener] of channels) unsubscribe(name, listener);
  });
  return () => open.size > 0 && performance.now() - since < hangsAfterMs;
}
