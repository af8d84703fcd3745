import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { type LocalOkta, type OktaOptions, startOkta } from '../../sandbox/okta/server.ts';
import type { Outcome } from '../../src/domain/okta.ts';
import type { Clock } from '../../src/domain/ports.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type OktaClient, openOkta, type OktaSettings } from '../../src/okta/client.ts';

/** Time that stands still until somebody sleeps, and then is over at once. */
export interface LeapingClock extends Clock {
  readonly naps: readonly number[];
}

export function leapingClock(start = Date.UTC(2026, 0, 5, 9)): LeapingClock {
  const naps: number[] = [];
  let now = start;
  return {
    naps,
    now: () => now,
    sleep: async (ms, signal) => {
      if (signal?.aborted === true) return;
      naps.push(ms);
      now += ms;
      await new Promise(setImmediate);
    },
  };
}

export interface Setup {
  readonly okta: LocalOkta;
  readonly client: OktaClient;
  readonly clock: LeapingClock;
  /** What the client wrote to its log. */
  readonly lines: string[];
  readonly credential: Secret<string>;
}

/** A local Okta and a client of it, on one clock; `oktaAheadMs` sets Okta's clock off from the client's. */
export async function setup(
  options: Omit<OktaOptions, 'clock'> & { readonly oktaAheadMs?: number } = {},
  settings: Partial<OktaSettings> = {},
): Promise<Setup> {
  const { oktaAheadMs = 0, ...rest } = options;
  const clock = leapingClock();
  const okta = await startOkta({ ...rest, clock: () => clock.now() + oktaAheadMs });
  const credential = new Secret(okta.credential);
  const lines: string[] = [];
  const client = openOkta({
    orgUrl: okta.url,
    credential,
    authenticators: [],
    clock,
    random: () => 0,
    timeoutMs: 1_000,
    log: (event, facts) => lines.push(JSON.stringify({ event, ...facts })),
    ...settings,
  });
  onTestFinished(async () => {
    await client.close();
    await okta.close();
  });
  return { okta, client, clock, lines, credential };
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server that answers as the test says, and a client of it. */
export async function setupRaw(
  handler: Handler,
  settings: Partial<OktaSettings> = {},
): Promise<{ readonly client: OktaClient; readonly origin: string; readonly clock: LeapingClock }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handler(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  const clock = leapingClock();
  const client = openOkta({
    orgUrl: origin,
    credential: new Secret('00aCredential'),
    authenticators: [],
    clock,
    random: () => 0,
    timeoutMs: 1_000,
    ...settings,
  });
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { client, origin, clock };
}

/** An answer as JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The value of an outcome that must be `ok`. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'ok') throw new Error(`not ok: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

/** The id of a user of the local Okta, by login. */
export function idOf(okta: LocalOkta, login: string): string {
  const user = [...okta.world.users.values()].find(({ profile }) => profile.login === login);
  if (user === undefined) throw new Error(`no user ${login}`);
  return user.id;
}
