import { Buffer } from 'node:buffer';
import { countHex } from './oath-hex.ts';
import { oathLines } from './oath-lines.ts';
import { beginning, startsWithHex } from './signatures.ts';
import { textOf } from './text.ts';

const zip = '504b0304';

/** The flag of a zip entry that says it is encrypted: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.4.4 */
const encryptedEntry = 1;

export const isLockedZip = (bytes: Uint8Array): boolean =>
  startsWithHex(bytes, zip) && ((bytes[6] ?? 0) & encryptedEntry) !== 0;

/** PNG, JPEG, GIF, BMP, TIFF in either byte order, and the containers of WebP and HEIC. */
const images = ['89504e470d0a1a0a', 'ffd8ff', '47494638', '424d', '49492a00', '4d4d002a', '52494646'];

export const isImage = (bytes: Uint8Array): boolean =>
  (images.some((start) => startsWithHex(bytes, start)) && bytes.subarray(0, 64).some(isNotText)) ||
  /^ftyp(?:heic|heix|mif1|avif)/u.test(Buffer.from(bytes.subarray(4, 12)).toString('latin1'));

/** A text may begin with the same letters as a picture, but not go on like one. */
const isNotText = (byte: number): boolean => byte < 0x09 || (byte > 0x0d && byte < 0x20);

export const isDocument = (bytes: Uint8Array): boolean => /^(?:%PDF-|\{\\rtf)/u.test(beginning(bytes));

export const isJson = (bytes: Uint8Array): boolean => /^(?:\{(?!\\)|\[\s*[[{"])/u.test(beginning(bytes));

/** The first line of a log of YubiKeys, in the format the tools call traditional or in the one they call Yubico's. */
export function isYubico(bytes: Uint8Array): boolean {
  if (/^"?LOGGING START/u.test(beginning(bytes))) return true;
  const { cells } = oathLines(bytes).next().value ?? { cells: [] };
  if (/^(?:Yubico OTP|OATH-HOTP|Static Password)$/u.test(shortText(cells[0]))) return true;
  const [, publicId, privateId, key] = cells;
  return (
    /^[cbdefghijklnrtuv]{12}$/u.test(shortText(publicId)) &&
    hexDigits(privateId) === 12 &&
    hexDigits(key) === 32
  );
}

/** The list of a programmable token with several profiles, which has no serials: profile,seed,title,algorithm,… */
export function isMolto(bytes: Uint8Array): boolean {
  const { cells } = oathLines(bytes).next().value ?? { cells: [] };
  const headings = new Set(cells.map((cell) => shortText(cell).toLowerCase()));
  return headings.has('profile') && headings.has('seed') && headings.has('title');
}

const hexDigits = (cell: Uint8Array | undefined): number => (cell === undefined ? 0 : (countHex(cell) ?? 0));

/** Too little of a cell to hold a seed, since strings cannot be wiped. */
const shortText = (cell: Uint8Array | undefined): string =>
  cell === undefined || cell.length > 16 ? '' : textOf(cell);
