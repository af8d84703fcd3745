import type { Download, DownloadRefusal } from '../domain/ports.ts';
import type { Secret } from '../domain/secret.ts';
import type { SlackApi } from './api.ts';
import { transportFault } from './failures.ts';
import { locateFile } from './files.ts';
import { slackUrl } from './hosts.ts';

export interface DownloadOptions {
  readonly api: SlackApi;
  readonly apiUrl: string;
  readonly botToken: Secret<string>;
  readonly downloadTimeoutMs?: number;
}

const refused = (code: DownloadRefusal): Download => ({ kind: 'refused', code });

/**
 * The bytes of a file, named by its id: where they lie is asked of Slack, never taken from an event. The bot token
 * goes to Slack's own hosts only and along no redirect.
 * https://docs.slack.dev/messaging/working-with-files
 */
export async function downloadFile(
  options: DownloadOptions,
  fileId: string,
  maxBytes: number,
): Promise<Download> {
  const seen = await locateFile(options.api, fileId);
  if (seen.kind === 'missing') return refused(hidden.has(seen.code) ? 'forbidden' : 'gone');
  if (seen.kind === 'unavailable') return { kind: 'unavailable', why: seen.why };
  const { file, address } = seen.value;
  if (file.sizeBytes > maxBytes) return refused('too_large');
  const url = slackUrl(address, options.apiUrl);
  if (url === undefined) return refused('host_not_allowed');

  const got = await fetchBytes(options, url, maxBytes);
  if (got.kind === 'ok' && got.bytes.length !== file.sizeBytes) return refused('incomplete');
  if (got.kind !== 'refused' || !towardsLogin.has(got.code)) return got;
  // The way to the login page is shown for a file deleted meanwhile as well as for one the bot may not read.
  const again = await locateFile(options.api, fileId);
  return again.kind === 'missing' ? refused('gone') : got;
}

const towardsLogin: ReadonlySet<DownloadRefusal> = new Set(['redirected', 'html_instead_of_file']);

/** Codes by which Slack keeps a file from the bot that others may still see. */
const hidden: ReadonlySet<string> = new Set(['not_visible', 'access_denied', 'hidden_by_limit']);

async function fetchBytes(options: DownloadOptions, url: URL, maxBytes: number): Promise<Download> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${options.botToken.reveal()}`, 'accept-encoding': 'identity' },
      redirect: 'manual',
      signal: AbortSignal.timeout(options.downloadTimeoutMs ?? 30_000),
    });
    const refusal = refusalOf(response, maxBytes);
    if (refusal === undefined) return await readBody(response, maxBytes);
    await response.body?.cancel();
    return refusal;
  } catch (error) {
    return { kind: 'unavailable', why: transportFault(error) };
  }
}

/** What status and headers say against reading the body; undefined when nothing does. */
function refusalOf(response: Response, maxBytes: number): Download | undefined {
  const { status, headers } = response;
  if (status >= 300 && status < 400) return refused('redirected');
  if (status === 404 || status === 410) return refused('gone');
  if (status === 401 || status === 403) return refused('forbidden');
  if (status !== 200) return { kind: 'unavailable', why: `http_${String(status)}` };
  // Without the right to read a file Slack answers with the page on which one would sign in.
  if (/^\s*text\/html\b/i.test(headers.get('content-type') ?? '')) return refused('html_instead_of_file');
  return Number(headers.get('content-length') ?? 0) > maxBytes ? refused('too_large') : undefined;
}

async function readBody(response: Response, maxBytes: number): Promise<Download> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? [];
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop closes the connection: a body that never ends is not read to its end.
    if (size > maxBytes) return refused('too_large');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return looksLikeHtml(bytes) ? refused('html_instead_of_file') : { kind: 'ok', bytes };
}

const looksLikeHtml = (bytes: Buffer): boolean =>
  /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype\s+html|html)\b/i.test(bytes.subarray(0, 512).toString('latin1'));
