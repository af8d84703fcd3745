import type { Reading } from '../domain/intake.ts';
import { readCsv } from './csv.ts';
import type { Limits } from './limits.ts';
import { isOathList, readOathList } from './oath.ts';
import { problem, type ProblemCode } from './problems.ts';
import { isBinary, isHtml, isPacked, isSpreadsheet, isUtf16, isXml } from './signatures.ts';
import { firstBadLine } from './text.ts';

/** A kind of file: how to tell it by its bytes, and how to read it. */
interface Format {
  readonly sniff: (bytes: Uint8Array) => boolean;
  readonly read: (bytes: Uint8Array, limits: Limits) => Promise<Reading> | Reading;
}

/** A kind of file that is not read, and is refused by its name. */
const refused = (code: ProblemCode, found: string, sniff: Format['sniff']): Format => ({
  sniff,
  read: (bytes) => {
    const line = code === 'file_not_utf8' ? (firstBadLine(bytes) ?? 0) : 0;
    return { kind: 'refused', problems: [problem(code, { line, found })] };
  },
});

const csv: Format = { sniff: () => true, read: readCsv };

/** In the order in which they are tried: what the first bytes tell for certain comes first, and text without a mark last. */
const formats: readonly Format[] = [
  refused('file_spreadsheet', 'a workbook of a spreadsheet program', isSpreadsheet),
  refused('file_packed', 'an archive', isPacked),
  refused('file_html', 'a web page', isHtml),
  refused('file_xml', 'XML', isXml),
  refused('file_utf16', 'text in UTF-16', isUtf16),
  refused('file_binary', 'bytes that are not text', isBinary),
  refused('file_not_utf8', 'bytes that are not UTF-8', (bytes) => firstBadLine(bytes) !== undefined),
  { sniff: isOathList, read: readOathList },
  csv,
];

/** The kind of a file by its bytes; its name says nothing. */
export const formatOf = (bytes: Uint8Array): Format => formats.find(({ sniff }) => sniff(bytes)) ?? csv;
