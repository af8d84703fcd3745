import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { Arrived } from '../api/request.ts';
import { isObject, parseJson } from '../json.ts';
import { respond } from '../messages/respond.ts';
import { note } from '../journal.ts';
import type { Workspace } from '../workspace.ts';
import type { JsonObject } from '../world.ts';
import { jsonPage, sendPage } from './body.ts';
import type { Page } from './body.ts';

const refused = (status: number, error: string): Page => jsonPage(status, { ok: false, error });

function bodyOf({ body, contentType }: Arrived): JsonObject | undefined {
  const text = Buffer.from(body).toString('utf8');
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  const value = parseJson(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  return isObject(value) ? value : undefined;
}

function pageFor(workspace: Workspace, path: string, body: JsonObject | undefined): Page {
  const [fault] = workspace.faults.hit('response_url', '');
  if (fault !== undefined) return refused(404, fault.do);
  const redeemed = workspace.responseUrls.redeem(path);
  if (!redeemed.ok) return refused(404, redeemed.error);
  if (body === undefined) return refused(400, 'invalid_payload');
  const responded = respond(workspace, redeemed.target, body);
  if (!responded.ok) return refused(400, responded.error);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
}

/** A POST to a response_url. */
export function serveHook(workspace: Workspace, arrived: Arrived, response: ServerResponse): void {
  const path = arrived.url.pathname;
  const body = bodyOf(arrived);
  const page = pageFor(workspace, path, body);
  const failure = typeof page.body === 'string' ? parseJson(page.body) : undefined;
  note(workspace, {
    kind: 'response_url',
    // The rest of the path is what makes it a secret.
    method: path.split('/').slice(0, 3).join('/'),
    http: arrived.http,
    token: 'none',
    args: body ?? {},
    status: page.status,
    ok: page.status === 200,
    error: isObject(failure) ? String(failure['error']) : undefined,
    faults: [],
  });
  sendPage(response, page);
}
