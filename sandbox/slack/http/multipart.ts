// RFC 7578, as far as HTTP clients use it.
import { Buffer } from 'node:buffer';

/** A form's fields: text, or bytes where the part names a file. */
export type Parts = ReadonlyMap<string, string | Uint8Array>;

const blank = Buffer.from('\r\n\r\n');

function partOf(section: Buffer): readonly [string, string | Uint8Array] | undefined {
  const split = section.indexOf(blank);
  if (split < 0) return undefined;
  const headers = section.subarray(0, split).toString('utf8');
  const name = /;\s*name="([^"]*)"/i.exec(headers)?.[1];
  if (name === undefined) return undefined;
  // Each part ends in the line break that belongs to the next boundary.
  const content = section.subarray(split + blank.length, section.length - 2);
  return [name, /;\s*filename="/i.test(headers) ? content : content.toString('utf8')];
}

/** The parts of a multipart/form-data body; `undefined` where it is not one. */
export function readMultipart(body: Uint8Array, contentType: string): Parts | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return undefined;
  const delimiter = Buffer.from(`--${mark}`);
  const bytes = Buffer.from(body);
  const parts = new Map<string, string | Uint8Array>();
  let start = bytes.indexOf(delimiter);
  while (start >= 0) {
    const from = start + delimiter.length;
    const end = bytes.indexOf(delimiter, from);
    if (end < 0) break;
    const part = partOf(bytes.subarray(from, end));
    if (part === undefined) return undefined;
    parts.set(part[0], part[1]);
    start = end;
  }
  return parts;
}
