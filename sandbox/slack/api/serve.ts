import type { ServerResponse } from 'node:http';
import type { ApiFault } from '../faults.ts';
import { jsonPage, sendPage } from '../http/body.ts';
import type { Page } from '../http/body.ts';
import { parseJson } from '../json.ts';
import { note } from '../journal.ts';
import type { JournalEntry } from '../journal.ts';
import type { Workspace } from '../workspace.ts';
import type { JsonObject } from '../world.ts';
import { answer, brokenPage, rateLimited } from './answer.ts';
import type { Answered } from './answer.ts';
import type { Arrived } from './request.ts';

/** A page to send, `cut` to reset the connection, or `undefined` where the fault does not concern this moment. */
type Instead = Page | 'cut' | undefined;

const failurePage = (error: string): Page => jsonPage(200, { ok: false, error });

function insteadBefore(fault: ApiFault): Instead {
  if (fault.do === 'rate_limited') return rateLimited(fault.retryAfter);
  if (fault.do === 'html' && fault.when === 'before') return brokenPage(fault.status);
  if (fault.do === 'error' && fault.when === 'before') return failurePage(fault.error);
  return fault.do === 'reset' && fault.when === 'before' ? 'cut' : undefined;
}

function insteadAfter(fault: ApiFault): Instead {
  if (fault.do === 'html' && fault.when === 'after') return brokenPage(fault.status);
  if (fault.do === 'error' && fault.when === 'after') return failurePage(fault.error);
  if (fault.do === 'bad_json') return { ...jsonPage(200, {}), body: '{"ok":tr' };
  return fault.do === 'reset' && fault.when === 'after' ? 'cut' : undefined;
}

const first = (faults: readonly ApiFault[], instead: (fault: ApiFault) => Instead): Instead =>
  faults.map((fault) => instead(fault)).find((choice) => choice !== undefined);

const jsonArguments = new Set(['blocks', 'attachments', 'metadata', 'view', 'files']);

/** Arguments as a reader wants them, with JSON texts opened. The token is not among them. */
const readable = (args: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const opened = jsonArguments.has(name) && typeof value === 'string' ? parseJson(value) : undefined;
      return [name, opened ?? value];
    }),
  );

interface Sent {
  readonly name: string;
  readonly arrived: Arrived;
  readonly faults: readonly ApiFault[];
  readonly answered: Answered | undefined;
  readonly instead: Instead;
}

function outcomeOf({ answered, instead, faults }: Sent): Pick<JournalEntry, 'status' | 'ok' | 'error'> {
  if (instead === undefined && answered !== undefined) {
    const { page, reply } = answered;
    return { status: page.status, ok: reply.ok, error: reply.ok ? undefined : reply.error };
  }
  const named = faults.find((fault) => fault.do === 'error');
  const status = typeof instead === 'object' ? instead.status : 0;
  return { status, ok: false, error: named?.error ?? (status === 429 ? 'ratelimited' : undefined) };
}

function record(workspace: Workspace, sent: Sent): void {
  const { name, arrived, faults, answered } = sent;
  const unknown = answered?.hadToken === true ? 'unknown' : 'none';
  note(workspace, {
    kind: 'api',
    method: name,
    http: arrived.http,
    token: answered?.caller?.kind ?? unknown,
    args: readable(answered?.args ?? {}),
    ...outcomeOf(sent),
    faults: faults.map((fault) => fault.do),
  });
}

/** Answers a call over the wire, with whatever faults hit it, and writes it down. */
export function serveApi(
  workspace: Workspace,
  name: string,
  arrived: Arrived,
  response: ServerResponse,
): void {
  const faults = workspace.faults.hit('api', name);
  const before = first(faults, insteadBefore);
  const answered = before === undefined ? answer(workspace, name, arrived) : undefined;
  const instead = before ?? first(faults, insteadAfter);
  record(workspace, { name, arrived, faults, answered, instead });
  const send = () => {
    if (instead === 'cut') response.socket?.resetAndDestroy();
    else if (instead !== undefined) sendPage(response, instead);
    else if (answered !== undefined) sendPage(response, answered.page);
  };
  const slow = faults.find((fault) => fault.do === 'slow');
  if (slow === undefined) send();
  else workspace.timers.after(slow.ms, send);
}
