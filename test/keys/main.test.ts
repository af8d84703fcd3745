import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { minimal } from '../config/minimal.ts';
import { temporaryDir } from '../support/store.ts';

const program = resolve(import.meta.dirname, '../../src/keys/main.ts');

const run = (
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ stdout: string }> => promisify(execFile)(process.execPath, [program, ...args], { env });

describe('npm run keys', () => {
  it('prints public keys, the same each time', async () => {
    const env = { ...minimal, DATA_DIR: temporaryDir() };
    const first = await run(env);
    expect(first.stdout).toMatch(/OpenPGP, ECC, fingerprint (?:[0-9A-F]{4} ){9}[0-9A-F]{4}\n/);
    expect(first.stdout).toContain('BEGIN PGP PUBLIC KEY BLOCK');
    expect(first.stdout).toMatch(/^age recipient age1/m);
    expect(first.stdout).not.toMatch(/PRIVATE|SECRET/);
    expect((await run(env, 'generate')).stdout).toBe(first.stdout);
  });

  it('makes a SEED_KEY, tells keys apart, and puts a data directory under another one', async () => {
    const env = { ...minimal, DATA_DIR: temporaryDir() };
    const armored = (await run(env)).stdout;
    const made = (await run({}, 'generate', 'seed-key')).stdout.trim();
    expect(Buffer.from(made, 'base64')).toHaveLength(32);
    expect((await run(env, 'fingerprint')).stdout).toMatch(/^SEED_KEY (?:[0-9a-f]{4} ){7}[0-9a-f]{4}\n/);
    const store = await openStore({ dataDir: env.DATA_DIR });
    await openVault(store.db, new Secret<Uint8Array>(Buffer.from(env.SEED_KEY, 'base64')));
    await store.close();
    expect((await run(env, 'fingerprint')).stdout).toContain('under this key, and calls it k1');
    await expect(run(env, 'rotate')).rejects.toMatchObject({ code: 1 });
    const young = { ...env, SEED_KEY: made };
    expect((await run(young, 'fingerprint')).stdout).toContain('under ANOTHER key');
    const exchange = { ...young, SEED_KEY_PREVIOUS: env.SEED_KEY };
    expect((await run(exchange, 'rotate')).stdout).toContain('Done: 0 seeds');
    expect((await run(exchange, 'rotate')).stdout).toContain('already');
    expect((await run(young, 'fingerprint')).stdout).toContain('calls it k2');
    expect((await run(young)).stdout).toBe(armored);
    await expect(run(env)).rejects.toMatchObject({ code: 1 });
  }, 60_000);

  it('says how it is used, and which settings are wrong', async () => {
    await expect(run({ ...minimal, DATA_DIR: temporaryDir() }, 'delete')).rejects.toMatchObject({ code: 64 });
    await expect(run({})).rejects.toMatchObject({ code: 78 });
  });
});
