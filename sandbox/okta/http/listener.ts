// The HTTP side: reads a request, lets the pipeline answer it, and sends the answer through whatever faults hit.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { deliver } from './delivery.ts';
import type { FaultDesk } from './fault-desk.ts';
import { findFault, interruption } from './fault-effects.ts';
import type { Fault } from '../faults.ts';
import type { Exchange, JournalEntry } from '../journal.ts';
import { answer, turnCrowdAway, type RawRequest } from './pipeline.ts';
import { redact } from './redaction.ts';
import { matchRoute } from './router.ts';
import type { State } from '../records/state.ts';

export interface ListenerDeps {
  readonly state: State;
  readonly desk: FaultDesk;
  readonly journal: JournalEntry[];
  readonly latencyMs: number;
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

type Head = Omit<RawRequest, 'headers' | 'text'>;

const maxBodyBytes = 1_000_000;

/** Handles one request of the API from its first byte to its last. */
export function createListener(
  deps: ListenerDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let inFlight = 0;
  return async (request, response) => {
    const head = readHead(deps.state, request);
    const faults = deps.desk.draw(head);
    if (isLostBefore(faults, request)) {
      note(deps, head, faults, { status: 0, principal: null });
      return;
    }
    inFlight += 1;
    response.once('close', () => (inFlight -= 1));
    const isCrowded = inFlight > deps.state.limits.concurrency;
    const text = await readText(request);
    if (text === undefined) return;
    const waitMs = deps.latencyMs + (findFault(faults, 'slow')?.ms ?? 0);
    if (waitMs > 0) await delay(waitMs);
    const raw = { ...head, headers: request.headers, text };
    const given = isCrowded
      ? turnCrowdAway(deps.state, raw)
      : answer(deps.state, raw, () => interruption(deps.state, faults));
    const sent = deliver(response, { state: deps.state, requestId: head.requestId, given, faults });
    deps.onExchange?.(exchangeOf(raw, sent));
    const principal = given.principal.kind === 'anonymous' ? null : given.principal.id;
    note(deps, head, faults, { status: sent.status, principal });
  };
}

function readHead(state: State, request: IncomingMessage): Head {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
  const method = request.method ?? 'GET';
  const match = matchRoute(method, path);
  const pattern = match.kind === 'unknown' ? null : match.pattern;
  return { method, path, pattern, query, match, requestId: state.ids.token('', 22) };
}

/** A connection that is cut or never read: nothing happens on this side. */
function isLostBefore(faults: readonly Fault[], request: IncomingMessage): boolean {
  if (findFault(faults, 'half_open') !== undefined) return true;
  if (findFault(faults, 'cut')?.at !== 'request') return false;
  request.socket.destroy();
  return true;
}

/** The body, or undefined where the client went away or sent more than is taken. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > maxBodyBytes) {
        request.socket.destroy();
        return undefined;
      }
      chunks.push(bytes);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function note(
  { state, journal }: ListenerDeps,
  head: Head,
  faults: readonly Fault[],
  outcome: { readonly status: number; readonly principal: string | null },
): void {
  const { method, path, pattern, requestId } = head;
  const kinds = faults.map((fault) => fault.kind);
  journal.push({ at: state.now(), method, path, route: pattern, requestId, ...outcome, faults: kinds });
  state.changed();
}

function exchangeOf(
  raw: RawRequest,
  sent: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  },
): Exchange {
  return {
    method: raw.method,
    path: raw.path,
    query: Object.fromEntries(raw.query),
    requestBody: redact(bodyOf(raw)),
    status: sent.status,
    headers: sent.headers,
    responseBody: redact(sent.body),
  };
}

function bodyOf(raw: RawRequest): unknown {
  if (raw.text === '') return undefined;
  const isForm = raw.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (isForm) return Object.fromEntries(new URLSearchParams(raw.text));
  try {
    const body: unknown = JSON.parse(raw.text);
    return body;
  } catch {
    return '(not JSON)';
  }
}
