import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { App } from '@slack/bolt';
import type { Clock } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import { isRateLimitNotice, parseJson } from './frames.ts';
import { sdkLogger } from './sdk-logger.ts';

export interface HttpRequestsOptions {
  readonly signingSecret: Secret<string>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onRequest: () => void;
}

const slackEventsPath = '/slack/events';

const maxBodyBytes = 4 * 1024 * 1024;
const maxFutureSeconds = 60;
/** Longer than any signature is taken: five minutes into the past and one into the future. */
const rememberMs = 7 * 60_000;

/**
 * A listener for `POST /slack/events`, to be mounted on the bot's own server. Bolt's receiver checks the signature and
 * refuses what is older than five minutes; before it, timestamps from the future are refused and a request that has
 * been handled once is answered without being handled again.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function openHttpRequests(options: HttpRequestsOptions, app: App): RequestListener {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret.reveal(),
    endpoints: slackEventsPath,
    logger: sdkLogger(options.log, 'bolt'),
    bodyLimit: maxBodyBytes,
  });
  receiver.init(app);
  const handled = new Map<string, number>();

  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method !== 'POST' || pathOf(req) !== slackEventsPath) return end(res, 404);
    const body = await readBody(req);
    if (body === undefined) return end(res, 413);
    const signature = verifiedSignature(req, body, options.signingSecret);
    if (signature !== undefined) {
      options.onRequest();
      if (secondsAhead(req, options.clock) > maxFutureSeconds) return end(res, 401);
      if (isRepeated(handled, signature, options.clock.now())) return end(res, 200);
      if (isRateLimitNotice(parseJson(body.toString()))) {
        options.log.warn('slack holds events back: too many per hour');
        return end(res, 200);
      }
    }
    receiver.requestListener(Object.assign(req, { rawBody: body }), res);
  };
  return (req, res) => {
    handle(req, res).catch((error: unknown) => {
      options.log.error('slack request not handled', {}, error);
      if (!res.headersSent) end(res, 500);
    });
  };
}

const pathOf = (req: IncomingMessage): string => (req.url ?? '').split('?')[0] ?? '';

function end(res: ServerResponse, status: number): void {
  res.writeHead(status, status === 200 ? {} : { connection: 'close' }).end();
}

/** The whole body, or undefined when it is longer than anything Slack sends. */
async function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = req;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The request's signature if it is Slack's, whatever its age. */
function verifiedSignature(req: IncomingMessage, body: Buffer, secret: Secret<string>): string | undefined {
  const signature = headerOf(req, 'x-slack-signature');
  const hmac = createHmac('sha256', secret.reveal());
  const expected = `v0=${hmac
    .update(`v0:${headerOf(req, 'x-slack-request-timestamp')}:`)
    .update(body)
    .digest('hex')}`;
  const [given, wanted] = [Buffer.from(signature), Buffer.from(expected)];
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? signature : undefined;
}

const headerOf = (req: IncomingMessage, name: string): string => {
  const value = req.headers[name];
  return typeof value === 'string' ? value : '';
};

const secondsAhead = (req: IncomingMessage, clock: Clock): number =>
  Number(headerOf(req, 'x-slack-request-timestamp')) - clock.now() / 1000;

/** Remembers a verified signature; true when it was known already. Only Slack can fill this memory. */
function isRepeated(handled: Map<string, number>, signature: string, now: number): boolean {
  for (const [old, at] of handled) {
    if (now - at < rememberMs) break;
    handled.delete(old);
  }
  if (handled.has(signature)) return true;
  handled.set(signature, now);
  return false;
}
