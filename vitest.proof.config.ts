import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * A process that is killed loses nothing of what it wrote, synced or not, so the files may lie in memory: on a disk
 * most of the time would go into waiting for it.
 */
const inMemory = '/dev/shm';

/** The long proof that what the bot says is what Okta holds, whatever happens around it. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts'],
    env: { TMPDIR: existsSync(inMemory) ? inMemory : tmpdir() },
    testTimeout: 60_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
