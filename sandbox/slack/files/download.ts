// docs.slack.dev/messaging/working-with-files: private addresses need a bearer token with files:read. Who has none is
// sent to the sign-in page, which answers 200.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Credential } from '../credentials.ts';
import type { DownloadFault } from '../faults.ts';
import { htmlPage, sendPage } from '../http/body.ts';
import type { Page } from '../http/body.ts';
import { note } from '../journal.ts';
import type { Workspace } from '../workspace.ts';
import type { StoredFile } from '../world.ts';
import { removeFile } from './remove.ts';
import { canSee } from './visibility.ts';

const filePath = /^\/files-pri\/T\w+-(F\w+)\//;

/** The id of the file that a path stands for. */
export const fileIdIn = (path: string): string | undefined => filePath.exec(path)?.[1];

const redirectTo = (location: string): Page => ({ status: 302, headers: { location }, body: '' });

const loginPage = (workspace: Workspace, path: string): Page =>
  redirectTo(`${workspace.baseUrl}/?redir=${encodeURIComponent(path)}`);

function callerOf(workspace: Workspace, request: IncomingMessage): Credential | undefined {
  const token = /^bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? undefined : workspace.credentials.find(token);
  return caller?.state === 'valid' && caller.scopes.has('files:read') ? caller : undefined;
}

const filePage = (file: StoredFile, body: Uint8Array, headers: Page['headers'] = {}): Page => ({
  status: 200,
  headers: {
    'content-type': file.mimetype,
    'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"`,
    'content-length': String(body.length),
    ...headers,
  },
  body,
});

const half = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.length / 2));

function faultyPage(workspace: Workspace, path: string, file: StoredFile, fault: DownloadFault): Page {
  switch (fault.do) {
    case 'truncated':
      return filePage(file, half(file.bytes));
    case 'wrong_length':
      return filePage(file, half(file.bytes), { 'content-length': String(file.bytes.length) });
    case 'gzip_bomb':
      return filePage(file, gzipSync(new Uint8Array(fault.bytes)), { 'content-encoding': 'gzip' });
    case 'body':
      return filePage(file, fault.bytes);
    case 'redirect':
      return redirectTo(fault.to);
    case 'login_page':
    case 'deleted_first':
      break;
  }
  return loginPage(workspace, path);
}

interface Served {
  readonly page: Page;
  readonly caller: Credential | undefined;
  readonly fault: DownloadFault | undefined;
}

const deletedPage = (workspace: Workspace, path: string): Page =>
  workspace.flags.deletedDownload === 'not_found'
    ? htmlPage(404, 'File not found')
    : loginPage(workspace, path);

function pageFor(workspace: Workspace, request: IncomingMessage, path: string): Served {
  const file = workspace.world.files.get(fileIdIn(path) ?? '');
  const caller = callerOf(workspace, request);
  if (caller === undefined || file === undefined || !canSee(workspace, file, caller.userId))
    return { page: loginPage(workspace, path), caller, fault: undefined };
  const [fault] = workspace.faults.hit('download', file.id);
  if (fault?.do === 'deleted_first' && !file.deleted) removeFile(workspace, file);
  if (file.deleted) return { page: deletedPage(workspace, path), caller, fault };
  const page = fault === undefined ? filePage(file, file.bytes) : faultyPage(workspace, path, file, fault);
  return { page, caller, fault };
}

/** Serves a file's bytes. */
export function serveDownload(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  const { page, caller, fault } = pageFor(workspace, request, path);
  const stranger = request.headers.authorization === undefined ? 'none' : 'unknown';
  note(workspace, {
    kind: 'download',
    method: path,
    http: request.method ?? '',
    token: caller?.kind ?? stranger,
    args: {},
    status: page.status,
    ok: page.status === 200,
    error: undefined,
    faults: fault === undefined ? [] : [fault.do],
  });
  sendPage(response, page);
  // Node would wait for the bytes that the header promised.
  if (fault?.do === 'wrong_length') response.destroy();
}
