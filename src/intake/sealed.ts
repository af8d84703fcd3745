import type { Reading } from '../domain/intake.ts';
import type { OpenedKeys } from '../domain/keys.ts';
import type { Secret } from '../domain/secret.ts';
import { openAge } from './age.ts';
import type { Limits } from './limits.ts';
import { openOpenPgp } from './openpgp.ts';
import { problem } from './problems.ts';
import type { SealedProblemCode } from './sealed-problems.ts';
import { isAge, isOpenPgp } from './signatures.ts';

export interface SealedOptions extends Limits {
  /** What somebody typed for a `needs-key` reading: the passphrase, or the key in hexadecimal or base64. */
  readonly passphrase?: Secret<string> | undefined;
  /** The bot's own keys; without them only passphrases open anything. */
  readonly keys?: OpenedKeys | undefined;
}

/** Whether a file is encrypted as a whole, by its first bytes. */
export const isSealed = (bytes: Uint8Array): boolean => isAge(bytes) || isOpenPgp(bytes);

const none: OpenedKeys = { openpgp: [], age: [] };

/** Opens an encrypted file in memory and has `read` read what was in it; the clear bytes are wiped afterwards. */
export async function readSealed(
  bytes: Uint8Array,
  options: SealedOptions,
  read: (clear: Uint8Array) => Promise<Reading>,
): Promise<Reading> {
  const open = isAge(bytes) ? openAge : openOpenPgp;
  const format = isAge(bytes) ? 'age' : 'openpgp';
  const unsealed = await open(bytes, { ...options, keys: options.keys ?? none });
  if (unsealed.kind === 'needs-passphrase')
    return { kind: 'needs-key', format, wants: 'passphrase', keyName: '', tried: unsealed.tried };
  if (unsealed.kind === 'refused')
    return refused(unsealed.code, format === 'age' ? 'an age file' : 'OpenPGP');
  try {
    if (isSealed(unsealed.bytes)) return refused('sealed_twice', 'another one');
    const reading = await read(unsealed.bytes);
    return reading.kind === 'rows' || reading.kind === 'refused' ? { ...reading, sealed: true } : reading;
  } finally {
    unsealed.bytes.fill(0);
  }
}

const refused = (code: SealedProblemCode, found: string): Reading => ({
  kind: 'refused',
  problems: [problem(code, { line: 0, found })],
  sealed: true,
});
