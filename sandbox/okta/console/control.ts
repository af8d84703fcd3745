// The console over HTTP, for a page or a script in another process: what the org holds, what an admin does to
// it, and which faults are on. Loopback only, and only for callers that are not some other site's page.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Admin } from '../admin.ts';
import { callAdmin } from './control-calls.ts';
import { faultRule } from './control-schemas.ts';
import type { Faults } from '../faults.ts';
import type { JournalEntry } from '../journal.ts';
import type { World } from '../world.ts';

export interface ControlDeps {
  readonly world: World;
  readonly admin: Admin;
  readonly faults: Faults;
  readonly journal: readonly JournalEntry[];
  on(event: 'change', listener: () => void): () => void;
}

type Answered = { readonly status: number; readonly body: unknown };

const shownJournal = 200;

/** Serves `/admin/state`, `/admin/changes`, `/admin/call` and `/admin/faults[/{id}]`. */
export function createControl(
  deps: ControlDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    if (!isLocal(request)) return send(response, { status: 403, body: { error: 'loopback only' } });
    if (request.method === 'GET' && request.url === '/admin/changes') return stream(deps, request, response);
    return send(response, await answer(deps, request));
  };
}

/** A page of another origin, or a name that was rebound to loopback, must not drive this org. */
function isLocal({ headers }: IncomingMessage): boolean {
  const local = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
  const { host = '', origin } = headers;
  return local.test(host) && (origin === undefined || local.test(origin.replace(/^https?:\/\//, '')));
}

async function answer(deps: ControlDeps, request: IncomingMessage): Promise<Answered> {
  const { method = 'GET', url = '' } = request;
  const [, , noun, id] = url.split('/');
  switch (`${method} ${noun}`) {
    case 'GET state':
      return { status: 200, body: snapshot(deps) };
    case 'POST call':
      return attempt(async () => callAdmin(deps.admin, await readJson(request)));
    case 'POST faults':
      return attempt(async () => ({ id: deps.faults.add(faultRule.parse(await readJson(request))) }));
    case 'DELETE faults':
      if (id === undefined) deps.faults.clear();
      else deps.faults.remove(id);
      return { status: 200, body: {} };
    default:
      return { status: 404, body: { error: 'no such control' } };
  }
}

/** An action that a wrong argument or an unknown user refuses. */
async function attempt(act: () => Promise<unknown>): Promise<Answered> {
  try {
    return { status: 200, body: { result: await act() } };
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { status: 400, body: { error: problem } };
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json') throw new Error('send application/json');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const body: unknown = JSON.parse(text);
  return body;
}

/** Everything but secrets: not the credentials' and not the tokens'. */
function snapshot({ world, faults, journal }: ControlDeps): Record<string, unknown> {
  return {
    org: world.org,
    flags: world.flags,
    users: [...world.users.values()],
    factors: [...world.factors.values()],
    authenticators: [...world.authenticators.values()],
    groups: [...world.groups.values()],
    policies: world.policies,
    credentials: [...world.credentials.values()],
    clients: [...world.clients.values()],
    log: world.log,
    mails: world.mails,
    buckets: world.buckets,
    resetCalls: world.resetCalls,
    faults: faults.rules,
    journal: journal.slice(-shownJournal),
  };
}

/** Server-sent events: one `change` per change, several at once told as one. */
function stream(deps: ControlDeps, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  let isPending = false;
  const off = deps.on('change', () => {
    if (isPending) return;
    isPending = true;
    setImmediate(() => {
      isPending = false;
      response.write('event: change\ndata: {}\n\n');
    });
  });
  request.once('close', off);
}

function send(response: ServerResponse, { status, body }: Answered): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body ?? null));
}
