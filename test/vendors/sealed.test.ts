// Files as GnuPG and age themselves make them, encrypted to the keys the bot shows.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/domain/intake.ts';
import { Secret } from '../../src/domain/secret.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';
import { type Keyring, openKeyring } from '../../src/keys/keyring.ts';
import { limits, problemsIn, rowsIn } from '../intake/read.ts';
import { vendorCsv } from '../intake/sealed/keys.ts';

const run = promisify(execFile);
const passphrase = 'correct horse battery staple';
const home = mkdtempSync(join(tmpdir(), 'gpg-'));
let keyring: Keyring;
let [ecc, rsa] = ['', ''];

const at = (name: string): string => join(home, name);

const gpg = (...args: readonly string[]): Promise<unknown> =>
  run('gpg', ['--batch', '--yes', '--quiet', '--homedir', home, '--trust-model', 'always', ...args]);

/** What gpg makes of the vendor's file with these arguments. */
async function encrypted(...args: readonly string[]): Promise<Uint8Array> {
  await gpg('--output', at('out'), ...args, at('tokens.csv'));
  return readFileSync(at('out'));
}

const read = (file: Uint8Array, secret?: string): Promise<Reading> =>
  readVendorFile(file, {
    ...limits,
    keys: keyring.opened(),
    passphrase: secret === undefined ? undefined : new Secret(secret),
  });

beforeAll(async () => {
  keyring = openKeyring({
    dataDir: at('data'),
    seedKey: new Secret(new Uint8Array(32).fill(7)),
    org: 'acme.okta.com',
    now: () => Date.now() - 60_000,
  });
  await keyring.addRsa();
  const { openpgp } = await keyring.shown();
  [ecc, rsa] = [openpgp[0]?.fingerprint ?? '', openpgp[1]?.fingerprint ?? ''];
  for (const { armored, fingerprint } of openpgp) {
    writeFileSync(at(`${fingerprint}.asc`), armored);
    await gpg('--import', at(`${fingerprint}.asc`));
  }
  await gpg('--passphrase', '', '--quick-generate-key', 'vendor@token.example', 'rsa2048', 'sign');
  await gpg('--passphrase', '', '--quick-generate-key', 'other@token.example', 'future-default', 'default');
  writeFileSync(at('tokens.csv'), vendorCsv);
}, 60_000);

afterAll(async () => {
  await run('gpgconf', ['--homedir', home, '--kill', 'all']);
  rmSync(home, { recursive: true, force: true });
});

describe('a file of GnuPG', () => {
  it.each<[string, () => readonly string[]]>([
    ['to the ECC key', () => ['-e', '-r', ecc]],
    ['to the RSA key', () => ['-e', '-r', rsa]],
    ['in armor', () => ['-e', '--armor', '-r', ecc]],
    ['signed', () => ['-e', '-s', '-u', 'vendor@token.example', '-r', ecc]],
    ['for several people', () => ['-e', '-r', 'other@token.example', '-r', ecc]],
    ['that hides for whom it is', () => ['-e', '-R', ecc]],
    ['packed with zlib', () => ['-e', '--compress-algo', 'zlib', '-r', rsa]],
    ['packed with bzip2', () => ['-e', '--compress-algo', 'bzip2', '-r', ecc]],
    ['not packed', () => ['-e', '--compress-algo', 'none', '-r', ecc]],
  ])('%s is read', async (_how, args) => {
    const reading = await read(await encrypted(...args()));
    expect(reading).toMatchObject({ kind: 'rows', sealed: true });
    expect(rowsIn(reading)).toMatchObject([{ serial: '245252413141', problems: [] }]);
  });

  it.each([[[]], [['--armor']]])('with a passphrase is read with it alone', async (more) => {
    const file = await encrypted('--pinentry-mode', 'loopback', '--passphrase', passphrase, '-c', ...more);
    expect(await read(file)).toMatchObject({ kind: 'needs-key', tried: false });
    expect(await read(file, 'wrong')).toMatchObject({ kind: 'needs-key', tried: true });
    expect(await read(file, passphrase)).toMatchObject({ kind: 'rows', sealed: true });
  });

  it('that is only signed, or for somebody else, is refused by its name', async () => {
    const signed = await encrypted('--clear-sign', '-u', 'vendor@token.example');
    expect(problemsIn(await read(signed))).toMatchObject([{ code: 'sealed_not_a_message' }]);
    const other = await encrypted('-e', '-r', 'other@token.example');
    expect(problemsIn(await read(other))).toMatchObject([{ code: 'sealed_other_key' }]);
  });

  it.each(['zip', 'bzip2'])('that %s unpacks to far too much is left alone', async (kind) => {
    writeFileSync(at('tokens.csv'), Buffer.alloc(300 * 1024 * 1024));
    try {
      const file = await encrypted('-e', '--compress-algo', kind, '-r', ecc);
      expect(file.length).toBeLessThan(1_000_000);
      expect(problemsIn(await read(file))).toMatchObject([{ code: 'sealed_too_large' }]);
    } finally {
      writeFileSync(at('tokens.csv'), vendorCsv);
    }
  });
});

describe('a file of age', () => {
  it.each([[[]], [['-a']]])('to the bot and others is read', async (more) => {
    const stranger = await identityToRecipient(await generateX25519Identity());
    const bot = (await keyring.shown()).age[0] ?? '';
    await run('age', [...more, '-r', stranger, '-r', bot, '-o', at('out.age'), at('tokens.csv')]);
    expect(await read(readFileSync(at('out.age')))).toMatchObject({ kind: 'rows', sealed: true });
  });
});
