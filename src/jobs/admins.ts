import type { Okta, Outcome } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';

/** Who is an administrator in Okta: Okta ids, at most a minute old. */
export interface Admins {
  read(): Promise<Outcome<ReadonlySet<string>>>;
}

const keptMs = 60_000;

/** Rows that ask at the same time share one answer. */
export function createAdmins({ okta, clock }: { readonly okta: Okta; readonly clock: Clock }): Admins {
  let last: { readonly at: number; readonly answer: ReturnType<Admins['read']> } | undefined;
  return {
    async read() {
      const now = clock.now();
      const kept = last !== undefined && now - last.at < keptMs ? last : undefined;
      const asked = kept ?? { at: now, answer: okta.admins() };
      last = asked;
      let worthKeeping = false;
      try {
        const outcome = await asked.answer;
        // A refusal stays one: asking again before every row would use up the allowance.
        worthKeeping = outcome.kind === 'ok' || outcome.kind === 'rejected';
        return outcome;
      } finally {
        if (!worthKeeping && last === asked) last = undefined;
      }
    },
  };
}
