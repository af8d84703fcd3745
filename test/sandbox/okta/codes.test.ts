import { describe, expect, it } from 'vitest';
import { codeAt } from '../../../sandbox/okta/codes.ts';
import { decodeSecret } from '../../../sandbox/okta/api/secrets.ts';

const digits = '1234567890';
const seeds = {
  HMacSHA1: Buffer.from(digits.repeat(2)),
  HMacSHA256: Buffer.from(digits.repeat(4).slice(0, 32)),
  HMacSHA512: Buffer.from(digits.repeat(7).slice(0, 64)),
} as const;

// https://www.rfc-editor.org/rfc/rfc6238#appendix-B
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
] as const;

describe('codes', () => {
  it.each(vectors)('are those of RFC 6238 at %i seconds', (seconds, sha1, sha256, sha512) => {
    const at = seconds * 1000;
    const code = (algorithm: keyof typeof seeds): string =>
      codeAt(seeds[algorithm], { algorithm, timeStep: 30, digits: 8 }, at);
    expect([code('HMacSHA1'), code('HMacSHA256'), code('HMacSHA512')]).toEqual([sha1, sha256, sha512]);
  });

  it.each([
    [6, '287082'],
    [8, '94287082'],
    [10, '1094287082'],
  ])('are cut to %i digits where the profile says so', (count, code) => {
    const settings = { algorithm: 'HMacSHA1', timeStep: 30, digits: count } as const;
    expect(codeAt(seeds.HMacSHA1, settings, 59_000)).toBe(code);
  });

  it('last as long as the time step', () => {
    const settings = { algorithm: 'HMacSHA1', timeStep: 60, digits: 6 } as const;
    const [first, last, next] = [60_000, 119_999, 120_000].map((at) => codeAt(seeds.HMacSHA1, settings, at));
    expect(last).toBe(first);
    expect(next).not.toBe(first);
  });
});

describe('shared secrets', () => {
  it.each([
    ['base32', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', '3132333435363738393031323334353637383930'],
    ['base32', 'MZXW6YQ=', '666f6f62'],
    ['base32', 'MZXW6YQ', '666f6f62'],
    ['base64', 'MTIzNDU2Nzg5MA==', '31323334353637383930'],
    ['base64', 'MTIzNDU2Nzg5MA', '31323334353637383930'],
    ['hexadecimal', '484f97BE', '484f97be'],
  ] as const)('in %s decode from %s', (encoding, text, hex) => {
    expect(Buffer.from(decodeSecret(text, encoding) ?? []).toString('hex')).toBe(hex);
  });

  it.each([
    ['base32', 'gezdgnbv'],
    ['base32', 'GEZD GNBV'],
    ['base32', 'GEZ1GNBV'],
    ['base32', 'A'],
    ['base32', ''],
    ['base64', 'MTIz*'],
    ['hexadecimal', 'abc'],
    ['hexadecimal', 'GEZDGNBV'],
  ] as const)('in %s do not decode from "%s"', (encoding, text) => {
    expect(decodeSecret(text, encoding)).toBeUndefined();
  });
});
