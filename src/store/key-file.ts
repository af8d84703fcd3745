import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import { keyCheckValue } from './seal.ts';
import { type FirstBinding, openFirst, sealFirst } from './seal-first.ts';

/** A secret key of the bot as it is kept: what it is, what anybody may know of it, and its secret part. */
export interface KeptKey {
  readonly kind: 'ecc' | 'rsa' | 'age';
  /** The fingerprint, or the age recipient: the secret part opens under no other. */
  readonly name: string;
  /** What a sender needs. */
  readonly shown: string;
  readonly secret: Secret<Uint8Array>;
}

/** The file of the bot's own keys in a data directory, sealed with SEED_KEY like the seeds. */
export interface KeyFile {
  /** Throws STORE_ROW_INVALID for a file that is none, VAULT_KEY_WRONG and VAULT_TAMPERED as the vault does. */
  read(): readonly KeptKey[];
  /** Makes the file; false where one is there already, made by another process meanwhile. */
  create(keys: readonly KeptKey[]): boolean;
  /** Puts these keys in place of what the file holds, at once. */
  replace(keys: readonly KeptKey[]): void;
}

export const keyFileName = 'intake-keys.json';

export function openKeyFile(dataDir: string, seedKey: Secret<Uint8Array>): KeyFile {
  const path = join(dataDir, keyFileName);
  const check = keyCheckValue(seedKey);

  const textOf = (keys: readonly KeptKey[]): string =>
    JSON.stringify({
      version: 1,
      check,
      keys: keys.map(({ kind, name, shown, secret }) => {
        const sealed = sealFirst(seedKey, secret, bindingOf(kind, name));
        return { kind, name, shown, ...inBase64(sealed) };
      }),
    });

  /** Writes a whole file beside the place where it is wanted, readable by its owner only. */
  function prepare(keys: readonly KeptKey[]): string {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, textOf(keys), { mode: 0o600, flag: 'wx', flush: true });
    return draft;
  }

  return {
    read() {
      const kept = parse(path);
      if (kept === undefined) return [];
      if (kept.check !== check) throw new AppError('VAULT_KEY_WRONG', { path });
      return kept.keys.map(({ kind, name, shown, ...sealed }) => {
        const secret = openFirst(seedKey, sealed, bindingOf(kind, name));
        if (secret === undefined) throw new AppError('VAULT_TAMPERED', { path, key: name });
        return { kind, name, shown, secret: new Secret(secret) };
      });
    },
    create(keys) {
      const draft = prepare(keys);
      try {
        linkSync(draft, path);
        return true;
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw new AppError('STORE_UNWRITABLE', { path }, error);
      } finally {
        rmSync(draft, { force: true });
      }
    },
    replace(keys) {
      renameSync(prepare(keys), path);
    },
  };
}

const bindingOf = (kind: string, name: string): FirstBinding => ({
  keyId: 'k1',
  seedId: 'intake key',
  rowId: kind,
  serial: name,
});

const inBase64 = (sealed: {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}): Record<'nonce' | 'ciphertext' | 'tag', string> => ({
  nonce: Buffer.from(sealed.nonce).toString('base64'),
  ciphertext: Buffer.from(sealed.ciphertext).toString('base64'),
  tag: Buffer.from(sealed.tag).toString('base64'),
});

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const fileShape = z.object({
  version: z.literal(1),
  check: z.string(),
  keys: z.array(
    z.object({
      kind: z.enum(['ecc', 'rsa', 'age']),
      name: z.string(),
      shown: z.string(),
      nonce: bytes,
      ciphertext: bytes,
      tag: bytes,
    }),
  ),
});

function parse(path: string): z.infer<typeof fileShape> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new AppError('STORE_UNWRITABLE', { path }, error);
  }
  try {
    return fileShape.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError('STORE_ROW_INVALID', { path }, error);
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
