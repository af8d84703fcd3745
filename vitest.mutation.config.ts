import { defineConfig } from 'vitest/config';

/** The tests that a changed decision must fail: those of the decisions alone, which take seconds. */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts', 'test/okta/outcome.test.ts'],
    testTimeout: 10_000,
  },
});
