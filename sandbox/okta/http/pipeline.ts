// From a request that was read to the reply Okta would give, in the order in which it finds fault.
import type { IncomingHttpHeaders } from 'node:http';
import { authenticate } from '../access/authenticate.ts';
import { refuse } from '../api/errors.ts';
import { gate } from '../access/gate.ts';
import { anonymous, type Principal } from '../access/principals.ts';
import { bucketOf, takeOne, type RateState } from './rate-limits.ts';
import type { Reply } from '../api/reply.ts';
import { parseBody } from './request-body.ts';
import type { Match } from './router.ts';
import type { Route } from '../api/routes.ts';
import type { State } from '../records/state.ts';
import { writeLog } from '../records/system-log.ts';

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** The pattern the path matches, whatever the method. */
  readonly pattern: string | null;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly requestId: string;
  readonly match: Match;
}

export interface Answer {
  readonly reply: Reply;
  readonly rate: RateState | undefined;
  readonly principal: Principal;
}

/** Answers one request; `interrupt` may put another reply in the endpoint's place before anything changes. */
export function answer(state: State, request: RawRequest, interrupt: () => Reply | undefined): Answer {
  const { match } = request;
  const isOpen = match.kind === 'found' && match.route.needs === 'nothing';
  const caller = isOpen ? { ok: true as const, principal: anonymous } : authenticate(state, request);
  const principal = caller.ok ? caller.principal : anonymous;
  const rate = countRequest(state, request, principal);
  const done = (reply: Reply): Answer => ({ reply, rate, principal });
  if (rate?.allowed === false) return done(refuse(state.ids, 'E0000047'));
  const interruption = interrupt();
  if (interruption !== undefined) return done(interruption);
  if (!caller.ok) return done(caller.reply);
  if (match.kind === 'unknown') return done(refuse(state.ids, 'E0000008'));
  if (match.kind === 'wrong_method') return done(refuse(state.ids, 'E0000022'));
  return done(serve(state, request, { ...match, principal }));
}

function serve(
  state: State,
  request: RawRequest,
  found: { route: Route; params: Readonly<Record<string, string>>; principal: Principal },
): Reply {
  const { route, params, principal } = found;
  const refusal = gate(state, { route, path: request.path, params, principal });
  if (refusal !== undefined) return refusal;
  const parsed = parseBody(route, request.headers, request.text);
  if (!parsed.ok) return parsed.code === 'length_required' ? { status: 411 } : refuse(state.ids, parsed.code);
  const { method, path, query, headers, requestId } = request;
  const at = state.now();
  return route.handle(
    { at, method, path, params, query, headers, body: parsed.body, principal, requestId },
    state,
  );
}

function countRequest(state: State, request: RawRequest, principal: Principal): RateState | undefined {
  const bucket = bucketOf(state.limits, request.method, request.pattern ?? request.path);
  if (bucket === undefined) return undefined;
  const rate = takeOne(state.windows, state.limits, state.now(), { principal: principal.id, bucket });
  if (!rate.allowed) noteViolation(state, request, principal);
  return rate;
}

/** More requests at once than the org may have: limit and remaining are 0, the reset only a suggestion. */
export function turnCrowdAway(state: State, request: RawRequest): Answer {
  const caller = { principal: anonymous, requestId: request.requestId };
  writeLog(state, caller, {
    eventType: 'core.concurrency.org.limit.violation',
    displayMessage: 'Concurrency limit violation',
    failure: 'RATE_LIMIT',
  });
  const reset = Math.ceil(state.now() / 1000) + 1;
  const rate = { allowed: false, limit: 0, remaining: 0, reset };
  return { reply: refuse(state.ids, 'E0000047'), rate, principal: anonymous };
}

function noteViolation(state: State, { requestId }: RawRequest, principal: Principal): void {
  writeLog(
    state,
    { principal, requestId },
    {
      eventType: 'system.org.rate_limit.violation',
      displayMessage: 'Rate limit violation',
      failure: 'RATE_LIMIT',
    },
  );
}
