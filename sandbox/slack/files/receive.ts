import type { ServerResponse } from 'node:http';
import type { Arrived } from '../api/request.ts';
import { htmlPage, sendPage } from '../http/body.ts';
import type { Page } from '../http/body.ts';
import { readMultipart } from '../http/multipart.ts';
import { note } from '../journal.ts';
import type { Workspace } from '../workspace.ts';

const plain = (status: number, body: string): Page => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

/** The file in the body: all of it, or the part that names a file. */
function bytesOf({ body, contentType }: Arrived): Uint8Array | undefined {
  if (!contentType.startsWith('multipart/form-data')) return body;
  const parts = readMultipart(body, contentType) ?? new Map<string, string | Uint8Array>();
  return [...parts.values()].find((part) => typeof part !== 'string');
}

interface Received {
  readonly page: Page;
  readonly fileId: string;
  readonly length: number;
  readonly faults: readonly string[];
}

function receive(workspace: Workspace, arrived: Arrived): Received {
  const path = arrived.url.pathname;
  const upload = [...workspace.uploads.values()].find((candidate) => candidate.path === path);
  const bytes = bytesOf(arrived) ?? new Uint8Array();
  if (upload === undefined)
    return { page: plain(404, 'not found'), fileId: '', length: bytes.length, faults: [] };
  const received = { fileId: upload.fileId, length: bytes.length };
  const [fault] = workspace.faults.hit('upload', upload.fileId);
  const fits = bytes.length === upload.length;
  if (fits && fault?.kept !== false) upload.bytes = bytes;
  if (fault !== undefined)
    return { ...received, page: htmlPage(fault.status, 'Gateway timeout'), faults: [fault.do] };
  const page = fits ? plain(200, `OK - ${String(bytes.length)}`) : plain(400, 'unexpected length');
  return { ...received, page, faults: [] };
}

/** The second step of an upload: takes the bytes that were announced. */
export function receiveUpload(workspace: Workspace, arrived: Arrived, response: ServerResponse): void {
  const { page, fileId, length, faults } = receive(workspace, arrived);
  note(workspace, {
    kind: 'upload',
    // The rest of the path is what makes it a secret.
    method: '/upload/v1',
    http: arrived.http,
    token: arrived.authorization === '' ? 'none' : 'unknown',
    args: { file: fileId, length },
    status: page.status,
    ok: page.status === 200,
    error: undefined,
    faults,
  });
  sendPage(response, page);
}
