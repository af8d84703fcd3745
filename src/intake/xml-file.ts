import type { Reading } from '../domain/intake.ts';
import { isPskc, readPskc, type PskcOptions } from './pskc.ts';
import { problem } from './problems.ts';
import { shown } from './shown.ts';
import { readXml } from './xml.ts';

/** Reads XML, which must be PSKC; other lists of tokens in XML are refused by the name of their root element. */
export async function readXmlFile(bytes: Uint8Array, options: PskcOptions): Promise<Reading> {
  const read = readXml(bytes);
  if (read.kind === 'problem') return { kind: 'refused', problems: [read.problem] };
  const { root } = read;
  if (isPskc(root)) return readPskc(root, options);
  const found = `XML that begins with ${shown(root.name)}`;
  return { kind: 'refused', problems: [problem('file_xml', { line: 0, found })] };
}
