import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encrypter } from 'age-encryption';
import { createMessage, encrypt, readKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';
import { type Keyring, openKeyring } from '../../src/keys/keyring.ts';
import { keyFileName } from '../../src/store/key-file.ts';
import { vendorCsv } from '../intake/sealed/keys.ts';
import { limits } from '../intake/read.ts';
import { startOfTests } from '../support/clock.ts';
import { temporaryDir } from '../support/store.ts';

const openAt = (dataDir: string, fill = 7): Keyring =>
  openKeyring({
    dataDir,
    seedKey: new Secret(new Uint8Array(32).fill(fill)),
    org: 'acme.okta.com',
    now: () => startOfTests,
  });

/** The vendor's file as somebody encrypts it who was shown the OpenPGP key at this place. */
async function sentTo(keyring: Keyring, place: number): Promise<Uint8Array> {
  const shown = (await keyring.shown()).openpgp[place];
  const key = await readKey({ armoredKey: shown?.armored ?? '' });
  const message = await createMessage({ text: vendorCsv });
  const made: unknown = await encrypt({ message, encryptionKeys: key, format: 'binary' });
  if (made instanceof Uint8Array) return made;
  throw new Error('openpgp gave no bytes');
}

describe('the keys of the bot', () => {
  it('are made when they are first shown, and stay the same', async () => {
    const dataDir = temporaryDir();
    const keyring = openAt(dataDir);
    expect(keyring.opened()).toEqual({ openpgp: [], age: [] });
    const shown = await keyring.shown();
    expect(shown.openpgp.map(({ algorithm }) => algorithm)).toEqual(['ECC']);
    expect(shown.openpgp[0]?.fingerprint).toMatch(/^[0-9A-F]{40}$/);
    expect(shown.age).toEqual([expect.stringMatching(/^age1[0-9a-z]{58}$/)]);
    expect(await openAt(dataDir).shown()).toEqual(shown);
  });

  it('are the same for two who ask at once', async () => {
    const dataDir = temporaryDir();
    const [one, other] = await Promise.all([openAt(dataDir).shown(), openAt(dataDir).shown()]);
    expect(one).toEqual(other);
    expect(readdirSync(dataDir)).toEqual([keyFileName]);
  });

  it('name the org they are for', async () => {
    const [shown] = (await openAt(temporaryDir()).shown()).openpgp;
    const key = await readKey({ armoredKey: shown?.armored ?? '' });
    expect(key.getUserIDs()).toEqual(['Token Desk (acme.okta.com)']);
    expect(key.isPrivate()).toBe(false);
  });

  it('open what was encrypted to any of them', { timeout: 60_000 }, async () => {
    const keyring = openAt(temporaryDir());
    const early = await sentTo(keyring, 0);
    expect(await keyring.addRsa()).toBe(true);
    expect(await keyring.addRsa()).toBe(false);
    const encrypter = new Encrypter();
    encrypter.addRecipient((await keyring.shown()).age[0] ?? '');
    for (const file of [early, await sentTo(keyring, 1), await encrypter.encrypt(vendorCsv)]) {
      const reading = await readVendorFile(file, { ...limits, keys: keyring.opened() });
      expect(reading).toMatchObject({ kind: 'rows', sealed: true });
    }
  });

  it('lie on disk sealed, and for the owner of the bot only', async () => {
    const dataDir = temporaryDir();
    const keyring = openAt(dataDir);
    await keyring.shown();
    const file = join(dataDir, keyFileName);
    const text = readFileSync(file, 'utf8');
    const { openpgp, age } = keyring.opened();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(age[0]?.reveal()).toMatch(/^AGE-SECRET-KEY-1/);
    expect(text).not.toContain('SECRET-KEY');
    expect(text).not.toContain(
      Buffer.from(openpgp[0]?.reveal() ?? [])
        .toString('base64')
        .slice(200, 240),
    );
  });

  it('do not open under another SEED_KEY, nor when they were changed', async () => {
    const dataDir = temporaryDir();
    await openAt(dataDir).shown();
    expect(() => openAt(dataDir, 8).opened()).toThrow(expect.objectContaining({ code: 'VAULT_KEY_WRONG' }));
    const file = join(dataDir, keyFileName);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"kind":"ecc"', '"kind":"rsa"'));
    expect(() => openAt(dataDir).opened()).toThrow(expect.objectContaining({ code: 'VAULT_TAMPERED' }));
    writeFileSync(file, text.slice(0, 300));
    expect(() => openAt(dataDir).opened()).toThrow(expect.objectContaining({ code: 'STORE_ROW_INVALID' }));
  });
});
