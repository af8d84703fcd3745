import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';

/**
 * Notices a second process with the same app token. Slack gives each payload to one connection only, so a forgotten
 * test instance answers some of the clicks, from another database.
 */
export interface Strangers {
  /** Told at each hello: how many connections Slack counts, and how many of them can be ours at most. */
  counted(total: number, own: number): void;
  /** Connections of others, once seen to stay. */
  foreign(): number;
}

/** Slack counts a connection for a while after its process was killed: what is seen right after a start may be ours. */
const staysMs = 2 * 60_000;
const againMs = 10 * 60_000;

export interface StrangersParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly closing: AbortSignal;
  /** Brings another hello, without a gap. */
  readonly renew: () => void;
}

export function watchStrangers({ clock, log, closing, renew }: StrangersParts): Strangers {
  let since: number | undefined;
  let confirmed = 0;
  let looking = false;

  const lookAgain = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    await clock.sleep(confirmed === 0 ? staysMs : againMs, closing);
    looking = false;
    if (!closing.aborted) renew();
  };

  return {
    foreign: () => confirmed,
    counted(total, own) {
      const others = Math.max(0, total - own);
      if (others === 0) {
        if (confirmed > 0) log.info('alone with the slack app token again');
        since = undefined;
        confirmed = 0;
        return;
      }
      since ??= clock.now();
      if (clock.now() - since >= staysMs) {
        confirmed = others;
        log.error('another process uses the slack app token', { connections: total, own });
      }
      void lookAgain();
    },
  };
}
