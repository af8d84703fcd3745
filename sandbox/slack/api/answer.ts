import type { Credential } from '../credentials.ts';
import { htmlPage, jsonPage } from '../http/body.ts';
import type { Page } from '../http/body.ts';
import { isObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { Args } from './args.ts';
import { authenticate, rateLimit, refusal } from './gate.ts';
import { methods } from './methods.ts';
import { fail } from './reply.ts';
import type { Reply } from './reply.ts';
import { readRequest } from './request.ts';
import type { ApiRequest, Arrived } from './request.ts';

/** How a call went, for the wire and for the journal. */
export interface Answered {
  readonly page: Page;
  readonly reply: Reply;
  readonly args: Args;
  readonly caller: Credential | undefined;
  readonly hadToken: boolean;
}

export const rateLimited = (retryAfter: string | null): Page =>
  jsonPage(
    429,
    { ok: false, error: 'ratelimited' },
    retryAfter === null ? {} : { 'retry-after': retryAfter },
  );

function withWarnings(reply: Reply, warnings: readonly string[]): Reply {
  if (warnings.length === 0) return reply;
  const metadata = isObject(reply['response_metadata']) ? reply['response_metadata'] : {};
  return { ...reply, warning: warnings.join(','), response_metadata: { ...metadata, warnings } };
}

function scopeHeaders(workspace: Workspace, name: string, caller: Credential | undefined): Page['headers'] {
  const common = { 'x-slack-req-id': workspace.ids.hex(32) };
  if (caller === undefined) return common;
  return {
    ...common,
    'x-oauth-scopes': [...caller.scopes].join(','),
    'x-accepted-oauth-scopes': (methods[name]?.scopes ?? []).join(','),
  };
}

interface Outcome {
  readonly reply: Reply;
  readonly caller: Credential | undefined;
  readonly retryAfterSeconds?: number;
}

function run(workspace: Workspace, name: string, http: string, request: ApiRequest): Outcome {
  const method = methods[name];
  if (method === undefined) return { reply: fail('unknown_method', { req_method: name }), caller: undefined };
  if (name === 'apps.connections.open' && http !== 'POST')
    return { reply: fail('insecure_request'), caller: undefined };
  const authenticated = authenticate(workspace, request.token);
  if (!authenticated.ok) return { reply: authenticated, caller: undefined };
  const { caller } = authenticated;
  const args = request.isJson && !method.json ? {} : request.args;
  const limited = rateLimit(workspace, name, method, args);
  if (limited !== undefined) return { reply: fail('ratelimited'), caller, ...limited };
  const refused = refusal(method, caller, args);
  return { reply: refused ?? method.run({ workspace, args, caller }), caller };
}

/** Answers one Web API call. */
export function answer(workspace: Workspace, name: string, arrived: Arrived): Answered {
  const request = readRequest(arrived);
  if (!request.ok)
    return { page: jsonPage(200, request), reply: request, args: {}, caller: undefined, hadToken: false };
  const { reply, caller, retryAfterSeconds } = run(workspace, name, arrived.http, request);
  const headers = scopeHeaders(workspace, name, caller);
  const page =
    retryAfterSeconds === undefined
      ? jsonPage(200, withWarnings(reply, request.warnings), headers)
      : rateLimited(String(retryAfterSeconds));
  return { page, reply, args: request.args, caller, hadToken: request.token !== undefined };
}

/** The page that a proxy or a broken backend sends instead of Slack's JSON. */
export const brokenPage = (status: number): Page =>
  htmlPage(status, status === 200 ? 'Sign in to the network' : `Server error ${String(status)}`);
