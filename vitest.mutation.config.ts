import { defineConfig } from 'vitest/config';

/** The tests that a changed decision must fail: those of the decisions alone, which take seconds. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts', 'test/okta/outcome.test.ts'],
    // Ten thousand trials of what is not changed here.
    exclude: ['test/domain/totp.test.ts'],
    testTimeout: 60_000,
  },
});
