// What every call must pass before its method runs, in Slack's order.
import type { Allowance } from '../rate.ts';
import type { Credential } from '../credentials.ts';
import type { Workspace } from '../workspace.ts';
import { problem } from '../blocks/check.ts';
import { text } from './args.ts';
import type { Args } from './args.ts';
import { missingScope } from './conversation.ts';
import type { Method } from './method.ts';
import { fail, invalidArguments } from './reply.ts';
import type { Failure } from './reply.ts';

export type Authenticated = { readonly ok: true; readonly caller: Credential } | Failure;

/** Whose token this is, or why it is no good. */
export function authenticate(workspace: Workspace, token: string | undefined): Authenticated {
  if (token === undefined) return fail('not_authed');
  const caller = workspace.credentials.find(token);
  if (caller === undefined) return fail('invalid_auth');
  if (caller.state === 'revoked') return fail('token_revoked');
  const isGone = workspace.world.users.get(caller.userId)?.deleted === true;
  return caller.state === 'inactive' || isGone ? fail('account_inactive') : { ok: true, caller };
}

const evenly = (perMinute: number): Allowance => ({ capacity: perMinute, perMinute });

/** The buckets a call draws on: docs.slack.dev/apis/web-api/rate-limits */
function bucketsOf(
  workspace: Workspace,
  name: string,
  method: Method,
  args: Args,
): Record<string, Allowance> {
  const { flags } = workspace;
  if (name === 'chat.postMessage')
    return {
      [`${name} ${text(args, 'channel') ?? ''}`]: { capacity: flags.postBurst, perMinute: 60 },
      [name]: evenly(flags.postsPerMinute),
    };
  if (name === 'apps.connections.open') return { [name]: evenly(flags.connectionsPerMinute) };
  return Number.isFinite(method.perMinute) ? { [name]: evenly(method.perMinute) } : {};
}

/** How many seconds the caller must wait, if its bucket is empty. */
export function rateLimit(
  workspace: Workspace,
  name: string,
  method: Method,
  args: Args,
): { readonly retryAfterSeconds: number } | undefined {
  return workspace.rates?.take(bucketsOf(workspace, name, method, args));
}

/** Token kind, scope, then arguments. */
export function refusal(method: Method, caller: Credential, args: Args): Failure | undefined {
  if (!method.tokens.includes(caller.kind)) return fail('not_allowed_token_type');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => caller.scopes.has(scope)))
    return missingScope({ caller }, method.scopes);
  const missing = method.required.filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length > 0)
    return invalidArguments(...missing.map((name) => `missing required field: ${name}`));
  const wrong = ['channel', 'ts', 'user'].filter((name) => {
    const value = args[name];
    return value !== undefined && typeof value !== 'string' && typeof value !== 'number';
  });
  return wrong.length > 0
    ? invalidArguments(...wrong.map((name) => problem('must provide a string', `/${name}`)))
    : undefined;
}
