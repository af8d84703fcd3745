import { armor, enums } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/domain/intake.ts';
import type { OpenedKeys } from '../../../src/domain/keys.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { readVendorFile } from '../../../src/intake/read-vendor-file.ts';
import { limits, problemsIn, rowsIn } from '../read.ts';
import { eccKey, type KeyPair, opened, openPgp, rsaKey, vendorCsv } from './keys.ts';

let ecc: KeyPair;
let rsa: KeyPair;
let modern: KeyPair;
let stranger: KeyPair;

beforeAll(async () => {
  [ecc, rsa, modern, stranger] = await Promise.all([
    eccKey(),
    rsaKey(),
    eccKey({ aeadProtect: true }),
    eccKey(),
  ]);
});

const read = (bytes: Uint8Array, keys?: OpenedKeys, passphrase?: string): Promise<Reading> =>
  readVendorFile(bytes, {
    ...limits,
    keys,
    passphrase: passphrase === undefined ? undefined : new Secret(passphrase),
  });

const codes = (reading: Reading): string[] => problemsIn(reading).map(({ code }) => code);

const armored = (bytes: Uint8Array): Buffer => Buffer.from(armor(enums.armor.message, bytes));

/** The message with one bit of its last part changed, where only ciphertext is. */
function changed(bytes: Uint8Array, fromEnd: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = copy.length - fromEnd;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('an OpenPGP message to the bot', () => {
  it.each([
    ['to an ECC key', () => ecc],
    ['to an RSA key', () => rsa],
  ])('%s is read, in bytes and in armor', async (_to, key) => {
    const bytes = await openPgp(vendorCsv, { encryptionKeys: key().publicKey });
    for (const file of [bytes, armored(bytes)]) {
      const reading = await read(file, opened(ecc, rsa));
      expect(reading).toMatchObject({ kind: 'rows', format: 'csv', sealed: true });
      expect(rowsIn(reading)).toMatchObject([{ serial: '245252413141', problems: [] }]);
    }
  });

  it.each<[string, () => Parameters<typeof openPgp>[1]]>([
    ['signed', () => ({ encryptionKeys: ecc.publicKey, signingKeys: stranger.privateKey })],
    ['for several people', () => ({ encryptionKeys: [stranger.publicKey, ecc.publicKey] })],
    ['that hides for whom it is', () => ({ encryptionKeys: ecc.publicKey, wildcard: true })],
    ['for a key or a passphrase', () => ({ encryptionKeys: ecc.publicKey, passwords: 'correct horse' })],
    [
      'not compressed',
      () => ({
        encryptionKeys: ecc.publicKey,
        config: { preferredCompressionAlgorithm: enums.compression.uncompressed },
      }),
    ],
    [
      'compressed with zlib',
      () => ({
        encryptionKeys: ecc.publicKey,
        config: { preferredCompressionAlgorithm: enums.compression.zlib },
      }),
    ],
    ['with AEAD', () => ({ encryptionKeys: modern.publicKey, config: { aeadProtect: true } })],
  ])('%s is read', async (_how, how) => {
    const reading = await read(await openPgp(vendorCsv, how()), opened(ecc, modern));
    expect(rowsIn(reading)).toMatchObject([{ serial: '245252413141', problems: [] }]);
  });

  it('is judged like any other file', async () => {
    const file = await openPgp('<html>sign in</html>', { encryptionKeys: ecc.publicKey });
    expect(codes(await read(file, opened(ecc)))).toEqual(['file_html']);
    const nothing = await openPgp('', { encryptionKeys: ecc.publicKey });
    expect(codes(await read(nothing, opened(ecc)))).toEqual(['file_empty']);
  });
});

describe('an OpenPGP message that cannot be opened', () => {
  it('names whose key it wants', async () => {
    const file = await openPgp(vendorCsv, { encryptionKeys: stranger.publicKey });
    expect(codes(await read(file, opened(ecc, rsa)))).toEqual(['sealed_other_key']);
    expect(codes(await read(file))).toEqual(['sealed_other_key']);
  });

  it.each([
    ['changed in its content', (file: Uint8Array) => changed(file, 40)],
    ['changed in its check sum', (file: Uint8Array) => changed(file, 1)],
    ['cut off', (file: Uint8Array) => file.subarray(0, -15)],
    ['cut off behind the key', (file: Uint8Array) => file.subarray(0, 110)],
  ])('is called damaged when it was %s', async (_how, harm) => {
    const file = await openPgp(vendorCsv, { encryptionKeys: ecc.publicKey });
    const reading = await read(harm(file), opened(ecc));
    expect(codes(reading)).toEqual(['sealed_damaged']);
    expect(JSON.stringify(reading)).not.toContain('CANARY');
  });

  it('is called damaged when its armor is', async () => {
    const text = armored(await openPgp(vendorCsv, { encryptionKeys: ecc.publicKey })).toString();
    const file = Buffer.from(text.slice(0, text.length / 2));
    expect(codes(await read(file, opened(ecc)))).toEqual(['sealed_damaged']);
  });

  it('is told apart from a key', async () => {
    const file = Buffer.from(stranger.publicKey.armor());
    expect(codes(await read(file, opened(ecc)))).toEqual(['sealed_not_a_message']);
  });

  it('is not unpacked twice', async () => {
    const inner = await openPgp(vendorCsv, { encryptionKeys: ecc.publicKey });
    const file = await openPgp(inner, { encryptionKeys: ecc.publicKey });
    expect(codes(await read(file, opened(ecc)))).toEqual(['sealed_twice']);
  });

  it.each(['zip', 'zlib'] as const)('is left alone when %s unpacks it to far too much', async (kind) => {
    const file = await openPgp(new Uint8Array(128 * 1024 * 1024), {
      encryptionKeys: ecc.publicKey,
      config: { preferredCompressionAlgorithm: enums.compression[kind] },
    });
    expect(file.length).toBeLessThan(200_000);
    const before = process.memoryUsage().arrayBuffers;
    const reading = await read(file, opened(ecc));
    expect(codes(reading)).toEqual(['sealed_too_large']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('an OpenPGP message with a passphrase', () => {
  it('asks for it, and is read with it', async () => {
    const file = await openPgp(vendorCsv, { passwords: 'correct horse' });
    for (const bytes of [file, armored(file)]) {
      expect(await read(bytes, opened(ecc))).toMatchObject({
        kind: 'needs-key',
        wants: 'passphrase',
        tried: false,
      });
      expect(await read(bytes, opened(ecc), 'wrong')).toMatchObject({ kind: 'needs-key', tried: true });
      expect(await read(bytes, opened(ecc), 'correct horse')).toMatchObject({ kind: 'rows', sealed: true });
    }
  });

  it('that unpacks to too much is refused, not asked for again', async () => {
    const file = await openPgp(new Uint8Array(8 * 1024 * 1024), { passwords: 'correct horse' });
    expect(codes(await read(file, undefined, 'correct horse'))).toEqual(['sealed_too_large']);
  });
});
