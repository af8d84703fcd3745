import type { Reading, VendorRow } from '../domain/intake.ts';
import type { Secret } from '../domain/secret.ts';
import type { Limits } from './limits.ts';
import { keysOf, kindOf, type PskcKey } from './pskc-device.ts';
import { openerFor, type Opener } from './pskc-key.ts';
import { cipherOf, readLock, type Lock } from './pskc-lock.ts';
import { readPskcRow } from './pskc-row.ts';
import { problem } from './problems.ts';
import { elementAt, elementsNamed, type XmlElement } from './xml.ts';

export interface PskcOptions extends Limits {
  /** What somebody typed for a `needs-key` reading: the password, or the key in hexadecimal or base64. */
  readonly passphrase?: Secret<string> | undefined;
}

const format = 'pskc';

/** Keys read before other work gets its turn. */
const keysAtOnce = 100;

const otherWork = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Whether XML is PSKC by its root element, https://www.rfc-editor.org/rfc/rfc6030#section-4, or a draft of it. */
export const isPskc = ({ name, namespace }: XmlElement): boolean =>
  name === 'KeyContainer' && (namespace === '' || namespace.includes(':keyprov:'));

/**
 * Reads a PSKC container: one row per time-based key, with its problems. Encrypted keys need what opens them in
 * `passphrase`; where it opens none of them it is asked for again.
 */
export async function readPskc(container: XmlElement, options: PskcOptions): Promise<Reading> {
  const keys = keysOf(container);
  if (keys.length === 0)
    return refused(problem('pskc_empty', { line: container.line, column: container.name, found: 'none' }));
  if (keys.length > options.maxRows) {
    const [found, expected] = [`${String(keys.length)} keys`, `at most ${String(options.maxRows)} rows`];
    return refused(problem('too_many_rows', { line: 0, found, expected }));
  }
  const locked = keys.filter(isLocked);
  const [first] = locked;
  const sealed = isSealed(container);
  if (first === undefined) return rows(await readKeys(keys, undefined), sealed);
  const lock = readLock(container);
  return 'problem' in lock ? refused(lock.problem) : unlock({ keys, locked, lock, first, sealed }, options);
}

interface Locked {
  readonly keys: readonly PskcKey[];
  readonly locked: readonly PskcKey[];
  readonly first: PskcKey;
  readonly lock: Lock;
  readonly sealed: boolean;
}

async function unlock({ keys, locked, first, lock, sealed }: Locked, options: PskcOptions): Promise<Reading> {
  const ask: Reading = {
    kind: 'needs-key',
    format,
    wants: lock.wants,
    keyName: lock.keyName,
    tried: options.passphrase !== undefined,
  };
  if (options.passphrase === undefined) return ask;
  const value = elementAt(first.key, 'Data', 'Secret', 'EncryptedValue');
  const cipher = value === undefined ? undefined : cipherOf(value);
  const open = await openerFor(lock, options.passphrase, cipher?.keyBytes ?? 16);
  if (open === undefined) return ask;
  const read = await readKeys(keys, open);
  const lines = new Set(locked.map(({ key }) => key.line));
  const none = read.filter(({ line }) => lines.has(line)).every(isUnopened);
  if (!none) return rows(read, sealed);
  for (const { seed } of read) seed?.wipe();
  return ask;
}

async function readKeys(keys: readonly PskcKey[], open: Opener | undefined): Promise<VendorRow[]> {
  const read: VendorRow[] = [];
  for (const key of keys) {
    read.push(readPskcRow(key, open));
    if (read.length % keysAtOnce === 0) await otherWork();
  }
  return read;
}

/** Other kinds of keys are refused anyway, and nobody is asked for what opens them. */
const isLocked = ({ key }: PskcKey): boolean =>
  kindOf(key) === 'totp' && elementAt(key, 'Data', 'Secret', 'EncryptedValue') !== undefined;

/** Whether no secret stands in clear, whatever kind of key it is of. */
const isSealed = (container: XmlElement): boolean =>
  elementsNamed(container, 'Secret').every((secret) => elementAt(secret, 'PlainValue') === undefined);

const isUnopened = ({ problems }: VendorRow): boolean =>
  problems.some(({ code }) => code === 'pskc_undecipherable' || code === 'pskc_mac');

const rows = (read: readonly VendorRow[], sealed: boolean): Reading => ({
  kind: 'rows',
  format,
  rows: read,
  ignoredColumns: [],
  sealed,
});

const refused = (...problems: Extract<Reading, { kind: 'refused' }>['problems']): Reading => ({
  kind: 'refused',
  problems,
});
