import type { Clock } from '../../domain/ports.ts';
import { dateHeader } from '../headers.ts';
import type { Heard } from '../authorize.ts';
import { narrowed, oktaNow, type OktaTime } from '../okta-time.ts';

/** Okta's clock as the `Date` of its answers shows it, so that a wrong local clock spoils no signature. */
export interface OktaClock {
  /** Epoch ms, never ahead of Okta: what is signed for the future is refused. */
  now(): number;
  /** Takes an answer's `Date` into account; true if that moved the clock by a second or more. */
  learn(
    heard: Pick<Heard, 'sentAt' | 'receivedAt'> & { readonly headers: Heard['answer']['headers'] },
  ): boolean;
}

export function createOktaClock(clock: Clock): OktaClock {
  let time: OktaTime = {};
  const skew = (): number => oktaNow(time, 0);
  return {
    now: () => oktaNow(time, clock.now()),
    learn({ headers, sentAt, receivedAt }) {
      const date = dateHeader(headers);
      if (date === undefined) return false;
      const before = skew();
      time = narrowed(time, { sentAt, receivedAt, date });
      // Believed at once: a proof that was refused for its time has to be right the next time.
      if (time.suspect !== undefined) time = { skew: time.suspect };
      return Math.abs(skew() - before) >= 1000;
    },
  };
}
