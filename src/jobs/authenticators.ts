import { isDue } from '../domain/due.ts';
import type { Authenticator, Okta, Outcome } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import type { OktaTime } from './okta-time.ts';

/** Okta's Custom OTP authenticators. Their settings cannot change once saved, so a short memory is safe. */
export interface Authenticators {
  read(): Promise<Outcome<readonly Authenticator[]>>;
  /** Those last read, without asking Okta; empty before the first good answer. */
  known(): readonly Authenticator[];
}

const keptMs = 5 * 60_000;

export function createAuthenticators(deps: { okta: Okta; clock: Clock; oktaTime: OktaTime }): Authenticators {
  let last: { readonly at: number; readonly value: readonly Authenticator[] } | undefined;
  return {
    async read() {
      const now = deps.clock.now();
      if (last !== undefined && !isDue(last.at, keptMs, now)) return { kind: 'ok', value: last.value };
      const outcome = await deps.okta.authenticators();
      deps.oktaTime.observe(outcome);
      if (outcome.kind === 'ok') last = { at: now, value: outcome.value };
      return outcome;
    },
    known: () => last?.value ?? [],
  };
}
