import { WebClient } from '@slack/web-api';
import type { FetchFunction, WebClientOptions } from '@slack/web-api';
import { leftUntil } from '../domain/due.ts';
import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { apiFailure, defaultRetryAfterSeconds, isFatalCode } from './failures.ts';
import type { ApiFailure } from './failures.ts';
import type { ApiMethod } from './scopes.ts';
import { sdkLogger } from './sdk-logger.ts';

export type Answer = { readonly kind: 'ok'; readonly body: unknown } | ApiFailure;

export type Args = Readonly<Record<string, unknown>>;

/** Calls to the Web API. Nothing is thrown for a call that failed, and none waits longer than its timeout. */
export interface SlackApi {
  /** Repeats itself up to twice after a lost answer: only for methods that change nothing. */
  read(method: ApiMethod, args?: Args): Promise<Answer>;
  /** Is sent once. */
  write(method: ApiMethod, args?: Args): Promise<Answer>;
  /** The bot's scopes as the last answer named them; undefined before any answer. */
  grantedScopes(): ReadonlySet<string> | undefined;
}

export interface SlackApiOptions {
  readonly botToken: Secret<string>;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when Slack refuses the bot for good (a revoked token, a deactivated account), with Slack's code. */
  readonly onFatal?: (code: string) => void;
  readonly readTimeoutMs?: number;
  readonly writeTimeoutMs?: number;
}

/**
 * Opens the Web API. A 429 pauses its own method only: a call made during the pause fails as `limited` with what is
 * left of it, without a request. The SDK would hold back every method of the client and wait for longer than asked.
 */
export function openSlackApi(options: SlackApiOptions): SlackApi {
  const { clock, onFatal } = options;
  const pauses = new Map<ApiMethod, { readonly until: number; readonly ms: number }>();
  let scopes: ReadonlySet<string> | undefined;

  const call = async (client: WebClient, method: ApiMethod, args: Args): Promise<Answer> => {
    const { until, ms } = pauses.get(method) ?? { until: 0, ms: 0 };
    const pauseMs = leftUntil(until, clock.now(), ms);
    if (pauseMs > 0) return { kind: 'limited', afterMs: pauseMs };
    try {
      const body = await client.apiCall(method, { ...args });
      const named = body.response_metadata?.scopes;
      if (named !== undefined) scopes = new Set(named);
      return { kind: 'ok', body };
    } catch (error) {
      const failure = apiFailure(error);
      if (failure.kind === 'limited')
        pauses.set(method, { until: clock.now() + failure.afterMs, ms: failure.afterMs });
      if (failure.kind === 'refused' && isFatalCode(failure.code)) onFatal?.(failure.code);
      return failure;
    }
  };

  const token = options.botToken.reveal();
  const reads = new WebClient(token, {
    ...clientOptions(options),
    retryConfig: { retries: 2, minTimeout: 250, maxTimeout: 1000, randomize: true },
    timeout: options.readTimeoutMs ?? 5000,
  });
  const writes = new WebClient(token, {
    ...clientOptions(options),
    timeout: options.writeTimeoutMs ?? 15_000,
  });
  return {
    read: (method, args = {}) => call(reads, method, args),
    write: (method, args = {}) => call(writes, method, args),
    grantedScopes: () => scopes,
  };
}

/**
 * A fresh object each time, because the SDK's clients write into the options they are given: a shared one would carry
 * one client's retries and credentials into another.
 */
export function clientOptions(options: Pick<SlackApiOptions, 'apiUrl' | 'log'>): WebClientOptions {
  return {
    slackApiUrl: options.apiUrl,
    // The SDK repeats posts after a lost answer by default, which shows them twice.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: sdkLogger(options.log, 'web-api'),
    fetch: fetchWithRetryAfter,
  };
}

/** A 429 without a readable number of seconds would be a plain `Error` that cannot be told from a fault of ours. */
const fetchWithRetryAfter: FetchFunction = async (url, init) => {
  const response = await fetch(url, init);
  const header = response.headers.get('retry-after') ?? '';
  if (response.status !== 429 || /^\s*\d/.test(header)) return response;
  await response.body?.cancel();
  return new Response(null, { status: 429, headers: { 'retry-after': String(defaultRetryAfterSeconds) } });
};
