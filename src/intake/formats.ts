import type { Reading } from '../domain/intake.ts';
import { readCsv } from './csv.ts';
import { isUtf16 } from './encoding.ts';
import { isOathList, readOathList } from './oath.ts';
import type { PskcOptions } from './pskc.ts';
import { problem, type ProblemCode } from './problems.ts';
import { isDocument, isImage, isJson, isLockedZip, isMolto, isYubico } from './refused-signatures.ts';
import { isBinary, isHtml, isPacked, isSpreadsheet, isXml } from './signatures.ts';
import { readTextFile } from './text-file.ts';
import { readXmlFile } from './xml-file.ts';

/** A kind of file: how to tell it by its bytes, and how to read it. */
interface Format {
  readonly sniff: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array, options: PskcOptions) => Promise<Reading> | Reading;
}

/** A kind of file that is not read, and is refused by its name. */
const refused = (code: ProblemCode, found: string, sniff: Format['sniff']): Format => ({
  sniff,
  read: () => ({ kind: 'refused', problems: [problem(code, { line: 0, found })] }),
});

const csv: Format = { sniff: () => true, read: readCsv };

/** Kinds of text, told apart and read in UTF-8. */
const texts: readonly Format[] = [
  { sniff: isXml, read: readXmlFile },
  refused('file_json', 'JSON', isJson),
  refused('file_yubico', 'a list of YubiKeys', isYubico),
  refused('file_molto', 'profiles of a programmable token', isMolto),
  { sniff: isOathList, read: readOathList },
  csv,
];

const text: Format = {
  sniff: () => true,
  read: (file, limits) =>
    readTextFile(file, limits, (utf8) => {
      const top = topOf(utf8);
      return (texts.find(({ sniff }) => sniff(top)) ?? csv).read(utf8, limits);
    }),
};

/** As much of a text as tells its kind: a file of nothing but blanks or separators must not be looked through each time. */
function topOf(utf8: Uint8Array): Uint8Array {
  const start = utf8.findIndex((byte) => byte > 0x20);
  return start === -1 ? utf8.subarray(0, 0) : utf8.subarray(start, start + 65_536);
}

/** In the order in which they are tried: what the first bytes tell for certain comes first, and text last. */
const formats: readonly Format[] = [
  refused('file_spreadsheet', 'a workbook of a spreadsheet program', isSpreadsheet),
  refused('file_zip_locked', 'a zip with a password', isLockedZip),
  refused('file_packed', 'an archive', isPacked),
  refused('file_image', 'a picture', isImage),
  refused('file_document', 'a document', isDocument),
  refused('file_html', 'a web page', isHtml),
  refused('file_binary', 'bytes that are not text', (bytes) => isBinary(bytes) && !isUtf16(bytes)),
  text,
];

/** The kind of a file by its bytes; its name says nothing. */
export const formatOf = (bytes: Uint8Array): Format => formats.find(({ sniff }) => sniff(bytes)) ?? text;
