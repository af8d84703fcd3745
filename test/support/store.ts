import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';

/** A directory of its own for one test; kept, and named on the terminal, when the test fails. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'token-desk-'));
  onTestFinished(({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(`kept for a look: ${dir}\n`);
    else rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/** An empty database in a real file, closed when the test ends. */
export async function temporaryStore(dataDir = temporaryDir()): Promise<Store> {
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  return store;
}
