/** A character of a secret key that belongs to no key. */
interface Strange {
  readonly character: string;
  /** Counted from 1 over everything in the cell. */
  readonly position: number;
}

/**
 * Names the first character of a secret key that does not belong there, where it stands and what it may have been. The
 * key is taken for what it comes nearer to: base32 or hexadecimal.
 */
export function describeStrange(cell: Uint8Array): string {
  const [asBase32, asHex] = [strangeIn(cell, base32Digits), strangeIn(cell, hexDigits)];
  const isHex = asHex.length > 0 && asHex.length < asBase32.length;
  const strange = isHex ? asHex : asBase32;
  const [first] = strange;
  if (first === undefined) return 'something else';
  const { character, position } = first;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const name = /^[!-~]$/u.test(character) ? `"${character}"` : `a character that is not ASCII (U+${code})`;
  const more = strange.length > 1 ? `, and ${String(strange.length - 1)} more like it` : '';
  const cause = (isHex ? hexCauses : base32Causes).get(character.toUpperCase()) ?? '';
  return `${name} at position ${String(position)}${cause}${more}`;
}

const base32Digits = /^[A-Za-z2-7]$/u;
const hexDigits = /^[0-9A-Fa-f]$/u;

const base32Causes: ReadonlyMap<string, string> = new Map([
  ['0', ', perhaps the letter O'],
  ['1', ', perhaps the letter I or L'],
  ['8', ', perhaps the letter B'],
  ['+', ', as in base64'],
  ['/', ', as in base64'],
  ['=', ', which belongs to the end'],
]);

const hexCauses: ReadonlyMap<string, string> = new Map([
  ['O', ', perhaps the digit 0'],
  ['I', ', perhaps the digit 1'],
  ['L', ', perhaps the digit 1'],
]);

function strangeIn(cell: Uint8Array, digits: RegExp): Strange[] {
  const strange: Strange[] = [];
  const padding: Strange[] = [];
  for (const { character, position } of charactersOf(cell)) {
    if (/[\t \u00a0-]/u.test(character)) continue;
    if (character === '=') {
      padding.push({ character, position });
      continue;
    }
    // Padding that something follows was none.
    strange.push(...padding.splice(0));
    if (!digits.test(character)) strange.push({ character, position });
  }
  return strange;
}

/** One character at a time, so that no string ever holds more of the key than that. */
function* charactersOf(cell: Uint8Array): Generator<Strange, undefined> {
  const decoder = new TextDecoder();
  let position = 1;
  for (let at = 0; at < cell.length; position++) {
    let end = at + 1;
    // Bytes 10xxxxxx continue the character before them.
    while (((cell[end] ?? 0) & 0xc0) === 0x80) end++;
    yield { character: decoder.decode(cell.subarray(at, end)), position };
    at = end;
  }
  return undefined;
}
