import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
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

  it('says how it is used, and which settings are wrong', async () => {
    await expect(run({ ...minimal, DATA_DIR: temporaryDir() }, 'delete')).rejects.toMatchObject({ code: 64 });
    await expect(run({})).rejects.toMatchObject({ code: 78 });
  });
});
