import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';
import { figure2, figure5, figure6, figure7, figure8 } from './pskc-figures.ts';
import { derived, preShared, pskc, type Sealing, type WrittenKey } from './pskc-writer.ts';
import { codesOf, limits, problemsIn, problemsOf, read, rowsIn, rowsOf, seedHex } from './read.ts';

/** `FUZZ_RUNS=100000` for the long run. */
const fuzzRuns = Number(process.env['FUZZ_RUNS'] ?? 200);

const seed = Buffer.from('made up by this test');
const token = (over: Partial<WrittenKey> = {}): WrittenKey => ({ serial: '1001', seed, ...over });
const key16 = Buffer.from('the key of a test');

const readWith = (file: string, typed?: string) =>
  readVendorFile(Buffer.from(file), {
    ...limits,
    passphrase: typed === undefined ? undefined : new Secret(typed),
  });

const sealing = (over: Partial<Sealing>): Sealing => ({
  key: key16.subarray(0, 16),
  encryptionKey: preShared,
  ...over,
});
const hex = (bytes: number) => Buffer.alloc(bytes, 0xa1).toString('hex');

describe('the figures of RFC 6030', () => {
  const rfcSeed = Buffer.from('12345678901234567890').toString('hex');

  it.each([
    ['6', figure6('totp'), '0x12345678901234567890123456789012', { wants: 'key', keyName: 'Pre-shared-key' }],
    [
      '6, the key in base64',
      figure6('totp'),
      'EjRWeJASNFZ4kBI0VniQEg==',
      { wants: 'key', keyName: 'Pre-shared-key' },
    ],
    ['7', figure7('totp'), 'qwerty', { wants: 'passphrase', keyName: 'My Password 1' }],
  ])('are opened with what they are locked with: figure %s', async (_, file, typed, asks) => {
    expect(await readWith(file)).toEqual({ kind: 'needs-key', format: 'pskc', ...asks, tried: false });
    expect(await readWith(file, 'wrong')).toMatchObject({ kind: 'needs-key', tried: true });
    const reading = await readWith(file, typed);
    expect(reading).toMatchObject({ kind: 'rows', format: 'pskc', sealed: true });
    const [row] = rowsIn(reading);
    expect(row).toMatchObject({ serial: '987654321', settings: { digits: 8 }, problems: [] });
    expect(seedHex(row)).toBe(rfcSeed);
    expect(row?.warnings?.map((one) => one.code)).toEqual(['step_assumed']);
  });

  it('for event-based tokens are refused by that name, and nobody is asked for a key', async () => {
    expect(await problemsOf(figure2)).toMatchObject([{ line: 4, code: 'type_event', found: 'HOTP' }]);
    expect(await codesOf(figure6('hotp'))).toEqual(['type_event']);
    expect(await codesOf(figure5)).toEqual(['type_event', 'pskc_pin']);
  });

  it('for a certificate are refused with what to ask for', async () => {
    expect(await problemsOf(figure8)).toMatchObject([
      { line: 3, column: 'EncryptionKey', code: 'pskc_certificate' },
    ]);
  });
});

describe('a PSKC file in clear', () => {
  it('gives each token with its settings, maker and user', async () => {
    const file = pskc([
      token({ user: 'ana@acme.example' }),
      token({ serial: '1002', suite: 'HMAC-SHA256', digits: 8, step: 60, user: 'UID=jsmith,DC=acme' }),
    ]);
    const reading = await read(file);
    expect(reading).toMatchObject({ kind: 'rows', format: 'pskc', sealed: false });
    const [first, second] = rowsIn(reading);
    expect(first).toMatchObject({
      line: 5,
      user: 'ana@acme.example',
      serial: '1001',
      seedLength: 20,
      settings: { algorithm: undefined, digits: 6, timeStepSeconds: 30 },
      manufacturer: 'TK',
      model: 'C202',
      problems: [],
      warnings: [],
    });
    expect(seedHex(first)).toBe(seed.toString('hex'));
    expect(second).toMatchObject({
      user: '',
      settings: { algorithm: 'SHA256', digits: 8, timeStepSeconds: 60 },
    });
  });

  it('may begin with a mark and blanks, and take the serial from the key', async () => {
    const file = `\uFEFF\n ${pskc([token()])}`.replace('<SerialNo>1001</SerialNo>', '');
    expect(await rowsOf(file)).toMatchObject([{ serial: '1001-1', problems: [] }]);
  });

  it('keeps when a token ends', async () => {
    const file = pskc([
      token({
        device: '<ExpiryDate>2037-01-01T00:00:00Z</ExpiryDate>',
        around: '<Policy><ExpiryDate>2030-06-01T00:00:00Z</ExpiryDate></Policy>',
      }),
    ]);
    expect((await rowsOf(file))[0]?.expiresAt).toBe(Date.UTC(2030, 5, 1));
  });

  it('names the other keys of a token instead of letting them claim its serial', async () => {
    const rows = await rowsOf(pskc([token({ algorithm: 'hotp' }), token(), token({ algorithm: 'pin' })]));
    expect(rows).toMatchObject([{ serial: '1001', problems: [], warnings: [{ code: 'pskc_other_keys' }] }]);
    expect(rows[0]?.warnings?.[0]?.found).toBe('HOTP in line 5, a PIN in line 9');
  });

  it.each<[string, Partial<WrittenKey>, string, string]>([
    ['OCRA', { algorithm: 'ocra' }, 'type_challenge', 'Key'],
    ['another kind', { algorithm: 'securid' }, 'type_unknown', 'Key'],
    ['seven digits', { digits: 7 }, 'digits_unknown', 'ResponseFormat'],
    ['two days', { step: 172_800 }, 'step_unknown', 'TimeInterval'],
    ['MD5', { suite: 'HMAC-MD5' }, 'algorithm_unknown', 'Suite'],
    ['a short seed', { seed: Buffer.from('too short') }, 'seed_too_short', 'Secret'],
    ['no serial', { serial: 'a b' }, 'cell_unreadable', 'SerialNo'],
    [
      'a PIN in the code',
      { around: '<Policy><PINPolicy PINUsageMode="Append"/></Policy>' },
      'pskc_policy',
      'Policy',
    ],
    ['signing', { around: '<Policy><KeyUsage>Integrity</KeyUsage></Policy>' }, 'pskc_policy', 'Policy'],
  ])('refuses one key by name and keeps the others: %s', async (_, over, code, column) => {
    const rows = await rowsOf(pskc([token(), token({ serial: '1002', ...over })]));
    expect(rows[0]).toMatchObject({ problems: [], seedLength: 20 });
    expect(rows[1]?.problems).toMatchObject([{ code, column }]);
    expect(rows[1]?.problems[0]?.line).toBeGreaterThan(6);
    expect(rows[1]?.seed).toBeUndefined();
  });

  it('with a DOCTYPE or an entity is refused before it is parsed', async () => {
    const file = pskc([token({ serial: '&x;' })]).replace(
      '?>',
      '?>\n<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    );
    expect(await problemsOf(file)).toMatchObject([{ code: 'xml_declarations', line: 2 }]);
  });

  it('that is cut off is refused, and nothing of it is shown', async () => {
    const file = pskc([token()]);
    const [one] = await problemsOf(file.slice(0, -30));
    expect(one?.code).toBe('xml_broken');
    expect(JSON.stringify(one)).not.toContain(seed.toString('base64').slice(0, 8));
  });

  it.each([
    ['nothing in it', pskc([]), 'pskc_empty'],
    ['another root', '<Tokens><Token serial="1"/></Tokens>', 'file_xml'],
    ['endless depth', '<a>'.repeat(5000) + '</a>'.repeat(5000), 'file_xml'],
    ['a deep container', pskc([token({ around: '<a>'.repeat(99) + '</a>'.repeat(99) })]), 'xml_crowded'],
  ])('is refused as a whole: %s', async (_, file, code) => {
    const codes = await codesOf(file);
    expect(codes).toEqual([code === 'file_xml' && file.startsWith('<a>') ? 'xml_crowded' : code]);
  });
});

describe('a PSKC file that is encrypted', () => {
  it.each<[string, Partial<Sealing>, number]>([
    ['AES-128-CBC', { cipher: 'aes128-cbc' }, 16],
    ['AES-192-CBC', { cipher: 'aes192-cbc' }, 24],
    ['AES-256-CBC and a key for the check values', { cipher: 'aes256-cbc', macKey: Buffer.alloc(20, 3) }, 32],
    ['AES-256-CBC and HMAC-SHA-256', { cipher: 'aes256-cbc', mac: 'sha256' }, 32],
    ['check values of the clear keys', { cipher: 'aes128-cbc', macOfClear: true }, 16],
    ['AES-256-GCM', { cipher: 'aes256-gcm', mac: 'none' }, 32],
  ])('is read with %s', async (_, over, bytes) => {
    const file = pskc(
      [token(), token({ serial: '1002' })],
      sealing({ ...over, key: Buffer.alloc(bytes, 0xa1) }),
    );
    const rows = rowsIn(await readWith(file, hex(bytes).toUpperCase()));
    expect(rows.map(seedHex)).toEqual([seed.toString('hex'), seed.toString('hex')]);
    expect(await readWith(file, 'b2'.repeat(bytes))).toMatchObject({ kind: 'needs-key', tried: true });
  });

  it('is read with AES key wrap', async () => {
    const wide = Buffer.alloc(24, 7);
    const file = pskc([token({ seed: wide })], sealing({ cipher: 'kw-aes128', mac: 'none' }));
    const [row] = rowsIn(await readWith(file, key16.subarray(0, 16).toString('base64')));
    expect(seedHex(row)).toBe(wide.toString('hex'));
  });

  it('is read with a password, by any of the functions', async () => {
    for (const made of [derived('s3cret'), derived('s3cret', { bytes: 32, prf: 'sha256', iterations: 5 })]) {
      const cipher = made.key.length === 32 ? 'aes256-cbc' : 'aes128-cbc';
      const file = pskc([token()], { ...made, cipher });
      expect(await readWith(file)).toMatchObject({ wants: 'passphrase', keyName: 'My password' });
      expect(rowsIn(await readWith(file, 's3cret')).map(seedHex)).toEqual([seed.toString('hex')]);
    }
  });

  it('warns where nothing tells whether a key was changed', async () => {
    const [row] = rowsIn(
      await readWith(pskc([token()], sealing({ mac: 'none' })), key16.subarray(0, 16).toString('hex')),
    );
    expect(row?.warnings?.map((one) => one.code)).toEqual(['pskc_mac_missing']);
  });

  it('refuses the one key that was changed', async () => {
    const file = pskc([token(), token({ serial: '1002' })], sealing({}));
    const at = file.lastIndexOf('<ValueMAC>') + 12;
    const changed = file.slice(0, at) + (file[at] === 'A' ? 'B' : 'A') + file.slice(at + 1);
    const rows = rowsIn(await readWith(changed, key16.subarray(0, 16).toString('hex')));
    expect(rows.map((row) => row.problems.map((one) => one.code))).toEqual([[], ['pskc_mac']]);
  });

  it('is not derived where that takes too much work', async () => {
    const file = pskc([token()], derived('p')).replace(
      '<IterationCount>1000<',
      '<IterationCount>2000000000<',
    );
    expect(await problemsOf(file)).toMatchObject([{ code: 'pskc_costly', found: '"2000000000"' }]);
  });

  it('never fails, however it was changed, and says where and how to mend it', async () => {
    const file = pskc(
      [token(), token({ serial: '1002', suite: 'HMAC-SHA256' })],
      derived('p', { iterations: 2 }),
    );
    const parts = file.split(/(?=[<>"=])|(?<=[<>"=])/u);
    const change = fc.record({
      at: fc.nat(parts.length - 1),
      to: fc.oneof(
        fc.constantFrom('', '<', '>', '&', '"', '</Key>', '<Key>', 'AAAA', '99', ' '),
        fc.string({ maxLength: 8 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = [...parts];
        for (const { at, to } of changes) changed[at] = to;
        const reading = await readWith(changed.join(''), 'p');
        if (reading.kind === 'needs-key') return;
        for (const one of problemsIn(reading)) expect([one.found, one.expected, one.mend]).not.toContain('');
      }),
      { numRuns: fuzzRuns, seed: 42 },
    );
  });
});
