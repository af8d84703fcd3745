import { Buffer } from 'node:buffer';
import { withoutMark } from './text.ts';

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** Whether a file begins with these bytes. */
export const startsWithHex = (bytes: Uint8Array, start: string): boolean => startsWith(bytes, hex(start));

const zip = hex('504b0304');
const emptyZip = hex('504b0506');
const oldOffice = hex('d0cf11e0a1b11ae1');
const gzip = hex('1f8b');
const sevenZip = hex('377abcaf271c');
const rar = hex('526172211a07');

/** What the first entries of a zip are called where it is a workbook: Excel's or OpenDocument's. */
const workbookParts = ['[Content_Types].xml', 'xl/', 'opendocument.spreadsheet'];

export const isSpreadsheet = (bytes: Uint8Array): boolean =>
  startsWith(bytes, oldOffice) ||
  (startsWith(bytes, zip) &&
    workbookParts.some((part) => Buffer.from(bytes.subarray(0, 4096)).includes(part)));

export const isPacked = (bytes: Uint8Array): boolean =>
  [zip, emptyZip, gzip, sevenZip, rar].some((start) => startsWith(bytes, start));

/** How a text begins; too little of it to hold a seed, since strings cannot be wiped. */
export function beginning(bytes: Uint8Array): string {
  const text = withoutMark(bytes);
  const first = text.findIndex((byte) => byte > 0x20);
  return first === -1 ? '' : Buffer.from(text.subarray(first, first + 24)).toString('latin1');
}

/**
 * OpenPGP in armour, or in bytes by the tags with which a message to a key or a passphrase begins, in either packet
 * format (https://www.rfc-editor.org/rfc/rfc9580#section-4.2). No UTF-8 begins with these bytes.
 */
export const isOpenPgp = (bytes: Uint8Array): boolean =>
  beginning(bytes).startsWith('-----BEGIN PGP') ||
  /^(?:[\u0084-\u0087\u008c-\u008f\u00c1]|\u00c3[\0-\u007f])/u.test(
    Buffer.from(bytes.subarray(0, 2)).toString('latin1'),
  );

/** An age file, armored or not: https://c2sp.org/age */
export const isAge = (bytes: Uint8Array): boolean =>
  /^(?:age-encryption\.org\/|-----BEGIN AGE )/u.test(beginning(bytes));

const htmlStart = /^<(?:!doctype html|html|head|body|table|script|meta|style)\b/iu;

export const isHtml = (bytes: Uint8Array): boolean => htmlStart.test(beginning(bytes));

export const isXml = (bytes: Uint8Array): boolean => beginning(bytes).startsWith('<') && !isHtml(bytes);

/** Anything else that is not text. */
export const isBinary = (bytes: Uint8Array): boolean => bytes.includes(0);
