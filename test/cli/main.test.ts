import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/run.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { minimal } from '../config/minimal.ts';
import { temporaryDir } from '../support/store.ts';
import { move, planned } from '../store/fixture.ts';

const program = resolve(import.meta.dirname, '../../src/cli/main.ts');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const desk = (words: readonly string[], env: Readonly<Record<string, string>> = minimal): Promise<Ended> =>
  new Promise((done) => {
    const child = execFile(process.execPath, [program, ...words], { env }, (_error, out, err) => {
      done({ code: child.exitCode ?? -1, out, err });
    });
  });

/** A data directory with one batch that was rejected, and the settings that name it. */
async function used(): Promise<{ readonly dataDir: string; readonly env: Record<string, string> }> {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  await move(store.db, await planned(store.db), 'reject');
  await store.db.query("UPDATE outbox SET state = 'sent', settled_at = 1 WHERE settled_at IS NULL");
  await store.close();
  return { dataDir, env: { ...minimal, DATA_DIR: dataDir } };
}

describe('the command line', () => {
  it('lists its commands, and tells of each', async () => {
    const { code, out } = await desk(['--help'], {});
    expect(code).toBe(0);
    for (const { name } of commands) {
      expect(out).toContain(`\n  ${name} `);
      const help = await desk([name, '--help'], {});
      expect([help.code, help.out.split('\n')[0]]).toEqual([0, expect.stringContaining(name)]);
    }
    for (const name of ['doctor', 'keys']) expect(out).toContain(`\n  ${name} `);
  });

  it.each([
    [['nonsense']],
    [['purge']],
    [['purge', '--before', 'yesterday']],
    [['purge', '--before', '2026-13-45']],
    [['restore']],
    [['migrate', '--now']],
    [['backup', 'one', 'two']],
  ])('refuses %j with what it takes', async (words) => {
    const { code, out, err } = await desk(words);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('npm run desk -- ');
  });

  it('needs no setting but those of the database, and names a wrong one', async () => {
    const { code, err } = await desk(['backup'], { SEED_KEY: 'short' });
    expect(code).toBe(78);
    expect(err).toContain('SEED_KEY must be 32 bytes');
  });

  it('starts the other programs, and ends as they end', async () => {
    const { code, err } = await desk(['keys', 'nonsense']);
    expect(code).toBe(64);
    expect(err).toContain('npm run keys');
  });
});

describe('backup, purge and restore', () => {
  it('follow one another', async () => {
    const { dataDir, env } = await used();
    const file = join(temporaryDir(), 'copy.db');
    const made = await desk(['backup', file], env);
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('Its audit verifies: ')]);

    const day = ['--before', '2030-01-01'];
    expect((await desk(['purge', ...day, '--dry-run'], env)).out).toBe(
      'Would delete 1 batches, 1 rows, 0 seeds.\n',
    );
    expect((await desk(['purge', ...day], env)).out).toBe('Deleted 1 batches, 1 rows, 0 seeds.\n');
    expect((await desk(['purge', ...day], env)).out).toBe('Deleted 0 batches, 0 rows, 0 seeds.\n');

    const back = await desk(['restore', file], env);
    expect([back.code, back.out]).toEqual([0, expect.stringContaining('What was there before is kept in')]);
    expect((await desk(['purge', ...day, '--dry-run'], env)).out).toContain('Would delete 1 batches');
    expect(existsSync(join(dataDir, databaseFile))).toBe(true);
  });

  it('say what is missing', async () => {
    const { code, err } = await desk(['backup'], { ...minimal, DATA_DIR: temporaryDir() });
    expect(code).toBe(1);
    expect(err).toMatch(/^STORE_MISSING: /);
  });
});

describe('migrate', () => {
  it('says where the schema stands', async () => {
    const { env } = await used();
    expect((await desk(['migrate', '--dry-run'], env)).out).toMatch(
      /^The schema is at step \d+: nothing to do\.\n$/,
    );
    expect((await desk(['migrate'], env)).code).toBe(0);
  });
});
