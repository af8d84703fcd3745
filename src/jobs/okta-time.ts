import type { Trace } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';

/** Okta's clock as last seen in a `Date` header, carried forward by our own; the two may differ by hours. */
export interface OktaTime {
  observe(trace: Trace): void;
  /** Epoch ms by Okta's clock; undefined before any answer was seen. */
  now(): number | undefined;
}

export function createOktaTime(clock: Clock): OktaTime {
  let offset: number | undefined;
  return {
    observe(trace) {
      if (trace.oktaAt !== undefined) offset = trace.oktaAt - clock.now();
    },
    now: () => (offset === undefined ? undefined : clock.now() + offset),
  };
}
