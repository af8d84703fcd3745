import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Arrived } from '../api/request.ts';
import { serveApi } from '../api/serve.ts';
import { fileIdIn, serveDownload } from '../files/download.ts';
import { receiveUpload } from '../files/receive.ts';
import type { Workspace } from '../workspace.ts';
import { htmlPage, jsonPage, readBody, sendPage } from './body.ts';
import { serveHook } from './hooks.ts';

/** Takes requests to `/admin/…`. */
export type AdminRoutes = (arrived: Arrived, response: ServerResponse) => Promise<void>;

async function arrive(request: IncomingMessage): Promise<Arrived> {
  return {
    http: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://slack'),
    contentType: request.headers['content-type'] ?? '',
    authorization: request.headers.authorization ?? '',
    body: await readBody(request),
  };
}

async function route(
  workspace: Workspace,
  admin: AdminRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrived = await arrive(request);
  const path = arrived.url.pathname;
  if (path.startsWith('/api/')) serveApi(workspace, path.slice('/api/'.length), arrived, response);
  else if (fileIdIn(path) !== undefined) serveDownload(workspace, request, response, path);
  else if (path.startsWith('/upload/v1/') && arrived.http === 'POST')
    receiveUpload(workspace, arrived, response);
  else if (path.startsWith('/hooks/') && arrived.http === 'POST') serveHook(workspace, arrived, response);
  else if (path.startsWith('/admin/')) await admin(arrived, response);
  else if (path === '/') sendPage(response, htmlPage(200, 'Sign in to Acme'));
  else sendPage(response, htmlPage(404, 'Not found'));
}

/** Everything the workspace serves over plain HTTP. */
export function openServer(workspace: Workspace, admin: AdminRoutes): Server {
  return createServer((request, response) => {
    route(workspace, admin, request, response).catch((error: unknown) => {
      // A bug of this workspace: loud in the reply, where whoever tests against it will look.
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent)
        sendPage(response, jsonPage(500, { ok: false, error: 'sandbox_bug', reason }));
    });
  });
}
