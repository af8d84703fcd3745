import { App } from '@slack/bolt';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { clientOptions } from './api.ts';
import type { Connections } from './connections.ts';
import { apiFailure } from './failures.ts';
import type { ApiFailure } from './failures.ts';
import { sdkLogger } from './sdk-logger.ts';
import { leaveUnknown } from './unknown.ts';
import type { KnownIds } from './unknown.ts';

export interface BoltOptions {
  readonly connections: Connections;
  readonly botToken: Secret<string>;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly known: KnownIds;
  readonly startTimeoutMs?: number;
}

/**
 * Bolt's app, initialised and without listeners. Throws SLACK_REFUSED with Slack's code where Slack does not accept
 * the bot token, and SLACK_START_TIMEOUT where Slack could not be asked in time.
 */
export async function createBolt(options: BoltOptions): Promise<App> {
  const { connections, log } = options;
  const app = new App({
    token: options.botToken.reveal(),
    receiver: connections.receiver,
    // For answers to a click or a modal, which come within seconds or not at all.
    clientOptions: { ...clientOptions(options), timeout: 5000 },
    logger: sdkLogger(log, 'bolt'),
    convoStore: false,
    attachFunctionToken: false,
    // Otherwise a refused token ends the process by a rejection that nobody can catch.
    deferInitialization: true,
  });
  app.use(async ({ next }) => connections.inFlight.track(next));
  app.use(leaveUnknown(options.known, log));
  app.error((error) => {
    log.error('slack payload not handled', {}, error);
    return Promise.resolve();
  });
  await initialise(app, options);
  return app;
}

const firstPauseMs = 500;

/** Asks Slack whose token it is, again and again while the network or Slack does not answer. */
async function initialise(app: App, { clock, log, startTimeoutMs = 30_000 }: BoltOptions): Promise<void> {
  const deadline = clock.now() + startTimeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    const failure = await initFailure(app);
    if (failure === undefined) return;
    if (failure.kind === 'refused') throw new AppError('SLACK_REFUSED', { code: failure.code });
    const waitMs = failure.kind === 'limited' ? failure.afterMs : pauseMs;
    if (clock.now() + waitMs >= deadline)
      throw new AppError('SLACK_START_TIMEOUT', { waitedMs: startTimeoutMs });
    log.warn('slack does not answer yet', { why: failure.kind === 'limited' ? 'rate_limited' : failure.why });
    await clock.sleep(waitMs);
  }
}

async function initFailure(app: App): Promise<ApiFailure | undefined> {
  try {
    await app.init();
    return undefined;
  } catch (error) {
    return apiFailure(error);
  }
}
