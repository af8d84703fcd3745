import { defineConfig } from 'vitest/config';

// One browser at a time: two of them on a small machine make each other slow enough to fail.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
