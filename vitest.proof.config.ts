import { defineConfig } from 'vitest/config';

/** The long proof that what the bot says is what Okta holds, whatever happens around it. */
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
