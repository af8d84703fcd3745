import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chooseAuthenticator } from '../../src/domain/authenticator.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createVault, firstPrintingKey } from '../../src/store/seal.ts';
import { setup, valueOf } from '../okta/setup.ts';
import { rowsOf } from './read.ts';

interface Shape {
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly step: 30 | 60;
  readonly digits: 6 | 8;
}

/** What a token shows: https://www.rfc-editor.org/rfc/rfc6238#section-4 */
function codeOf(seed: Uint8Array, { hash, step, digits }: Shape, seconds: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / step)));
  const mac = createHmac(hash, seed).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0xf) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

const hashes = ['sha1', 'sha256', 'sha512'] as const;
const lengths = { sha1: 20, sha256: 32, sha512: 64 } as const;
const oktaNames = { sha1: 'HMacSHA1', sha256: 'HMacSHA256', sha512: 'HMacSHA512' } as const;
const id = 'autWholeWay0000000000';
const encodings = { sha1: 'base32', sha256: 'hexadecimal', sha512: 'base64' } as const;

const shapes: readonly Shape[] = hashes.flatMap((hash) =>
  ([30, 60] as const).flatMap((step) => ([6, 8] as const).map((digits) => ({ hash, step, digits }))),
);

describe('a code of a token', () => {
  it.each([
    ['sha1', 59, '94287082'],
    ['sha256', 1_111_111_109, '68084774'],
    ['sha512', 20_000_000_000, '47863826'],
  ] as const)('is what RFC 6238 says: %s at %i seconds', (hash, seconds, code) => {
    const seed = Buffer.alloc(lengths[hash], '1234567890');
    expect(codeOf(seed, { hash, step: 30, digits: 8 }, seconds)).toBe(code);
  });
});

describe('a token from a file', () => {
  it.each(shapes)('signs in after the whole way: $hash, $step s, $digits digits', async (shape) => {
    const { okta, client, clock } = await setup({}, { authenticators: [{ id }] });
    const settings = {
      algorithm: oktaNames[shape.hash],
      timeIntervalInSeconds: shape.step,
      passCodeLength: shape.digits,
      encoding: encodings[shape.hash],
    };
    okta.admin.addAuthenticator({ id, name: 'Ours', settings });
    const { id: userId } = okta.admin.addUser({ email: 'whole.way@acme.example' });
    const seed = createHash('sha512').update(JSON.stringify(shape)).digest().subarray(0, lengths[shape.hash]);

    const [row] = await rowsOf(
      `serial;secret key (hex);interval;hash;digits\r\n1;${seed.toString('hex')};${String(shape.step)};${shape.hash};${String(shape.digits)}`,
    );
    if (row?.seed === undefined) throw new Error('the row was not read');
    const key = new Secret(new Uint8Array(32).fill(7));
    const vault = createVault({ id: 'k1', key }, firstPrintingKey(key));
    const ids = { seedId: 's1', orgId: '00o1', batchId: 'b1', rowId: 'r1' };
    const binding = { ...ids, serial: row.serial, settings: row.settings };
    const sealed = vault.seal(row.seed, binding);
    row.seed.wipe();
    const authenticators = valueOf(await client.authenticators());
    const choice = chooseAuthenticator(row.settings, row.seedLength, authenticators);
    if (choice.kind !== 'fits') throw new Error(`the authenticator was ${choice.kind}`);
    const { encoding } = choice.authenticator;
    const opened = vault.open(sealed, binding);
    const { id: factorId } = valueOf(
      await client.enrol({ userId, authenticatorId: id, encoding, seed: opened }),
    );

    const code = codeOf(seed, shape, clock.now() / 1000);
    expect(valueOf(await client.verify(userId, factorId, code))).toBe('passed');
  });
});
