import { defineConfig } from 'vitest/config';

// Needs gpg and age on the machine, as .ci/run installs them; without them these tests fail rather than be left out.
export default defineConfig({
  test: {
    include: ['test/vendors/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
