import type { Reading } from '../domain/intake.ts';
import { readText } from './encoding.ts';
import type { Limits } from './limits.ts';
import { problem, type ProblemCode } from './problems.ts';

type Read = (utf8: Uint8Array, limits: Limits) => Promise<Reading> | Reading;

/** Has a file of text read as UTF-8, whichever encoding it is in, and says so where it is another. */
export async function readTextFile(file: Uint8Array, limits: Limits, read: Read): Promise<Reading> {
  const text = readText(file);
  if (text.kind === 'cut') return refused('file_utf16', 'half a character at the end', 0);
  if (text.kind === 'unknown') return refused('file_not_utf8', 'bytes that are not UTF-8', text.line);
  const { bytes, encoding, copied } = text;
  try {
    if (bytes.includes(0)) return refused('file_binary', 'bytes that are not text', 0);
    const reading = await read(bytes, limits);
    if (reading.kind !== 'rows' || encoding === 'UTF-8') return reading;
    return { ...reading, notes: [notes[encoding], ...(reading.notes ?? [])] };
  } finally {
    if (copied) bytes.fill(0);
  }
}

const notes = {
  'UTF-16': 'The file is written in UTF-16.',
  'Windows-1252':
    'The file does not say its encoding and was read as Windows-1252: compare names with accents.',
} as const;

const refused = (code: ProblemCode, found: string, line: number): Reading => ({
  kind: 'refused',
  problems: [problem(code, { line, found })],
});
