import type { InputProblem, VendorRow } from '../domain/intake.ts';
import { Secret } from '../domain/secret.ts';
import { readLabel, readSerial, readUser, type CellReading, type Place } from './cells.ts';
import { serialOf, type PskcKey } from './pskc-device.ts';
import type { Opener } from './pskc-key.ts';
import { readSettings } from './pskc-settings.ts';
import { problem, type ProblemCode } from './problems.ts';
import { judgeLength } from './seed-length.ts';
import { masked } from './shown.ts';
import { bytesOf, elementAt, textAt, type XmlElement } from './xml.ts';

/** Reads one key with all its problems. A row that has any keeps no seed: it can never be enrolled. */
export function readPskcRow(one: PskcKey, open: Opener | undefined): VendorRow {
  const { device, key } = one;
  const { line } = key;
  const cell = <T>(
    text: string,
    column: string,
    read: (cell: Uint8Array, place: Place) => CellReading<T>,
  ): CellReading<T> => read(new TextEncoder().encode(text), { line, column });
  const shape = readSettings(key);
  const user = cell(userOf(one), 'UserId', readUser);
  const serial = cell(serialOf(one), 'SerialNo', readSerial);
  const manufacturer = cell(manufacturerOf(textAt(device, 'Manufacturer')), 'Manufacturer', readLabel);
  const model = cell(textAt(device, 'Model'), 'Model', readLabel);
  const usable = shape.problems.length === 0;
  const seed = usable ? readSecret(elementAt(key, 'Data', 'Secret'), line, open) : nothing;
  const problems = [user, serial, manufacturer, model, shape, seed].flatMap((part) => part.problems);
  const row = {
    line,
    user: masked(user.value),
    serial: masked(serial.value),
    settings: shape.settings,
    manufacturer: masked(manufacturer.value),
    model: masked(model.value),
    problems,
    warnings: [...shape.warnings, ...seed.warnings, ...one.warnings],
    expiresAt: expiryOf(one),
  };
  if (problems.length > 0 || seed.bytes === undefined) {
    seed.bytes?.fill(0);
    return row;
  }
  return {
    ...row,
    user: user.value,
    serial: serial.value,
    seed: new Secret(seed.bytes),
    seedLength: seed.bytes.length,
  };
}

interface Seed {
  readonly bytes?: Uint8Array | undefined;
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly InputProblem[];
}

const nothing: Seed = { problems: [], warnings: [] };

function readSecret(secret: XmlElement | undefined, line: number, open: Opener | undefined): Seed {
  const at = { line: secret?.line ?? line, column: 'Secret' };
  const refuse = (code: ProblemCode, found: string): Seed => ({
    problems: [problem(code, { ...at, found })],
    warnings: [],
  });
  if (secret === undefined) return refuse('seed_missing', 'nothing');
  const encrypted = elementAt(secret, 'EncryptedValue') !== undefined;
  if (!encrypted) {
    const text = textAt(secret, 'PlainValue');
    if (text === '') return refuse('seed_missing', 'nothing');
    const bytes = bytesOf(text);
    return bytes === undefined ? refuse('pskc_secret', 'something else') : judged(bytes, at, []);
  }
  const opened = open?.(secret) ?? { kind: 'problem', code: 'pskc_undecipherable' };
  if (opened.kind === 'problem') return refuse(opened.code, 'another one');
  const unchecked = problem('pskc_mac_missing', { ...at, found: 'none' });
  return judged(opened.bytes, at, opened.checked ? [] : [unchecked]);
}

function judged(bytes: Uint8Array, at: Place, warnings: readonly InputProblem[]): Seed {
  const length = judgeLength(bytes.length);
  if (length === undefined) return { bytes, problems: [], warnings };
  const one = problem(length.code, { ...at, found: length.found });
  return length.warning
    ? { bytes, problems: [], warnings: [...warnings, one] }
    : { bytes, problems: [one], warnings };
}

/** The key's user, else the device's. RFC 6030 has distinguished names there; only an address in one means a person. */
function userOf({ device, key }: PskcKey): string {
  const written = textAt(key, 'UserId') || textAt(device, 'UserId');
  if (!written.includes('=')) return written;
  const parts = written.split(/[,+]/u).map((part) => part.slice(part.indexOf('=') + 1).trim());
  return parts.find((part) => part.includes('@')) ?? '';
}

/** Makers may be written as `oath.` or `iana.` and a prefix, https://www.rfc-editor.org/rfc/rfc6030#section-4.3.1 */
const manufacturerOf = (text: string): string => text.replace(/^(?:oath|iana)\./iu, '');

/** When the key or the device ends (epoch ms), the earlier of the two. */
function expiryOf({ device, key }: PskcKey): number | undefined {
  const dates = [textAt(key, 'Policy', 'ExpiryDate'), textAt(device, 'ExpiryDate')]
    .map((text) => Date.parse(text))
    .filter((time) => !Number.isNaN(time));
  return dates.length === 0 ? undefined : Math.min(...dates);
}
