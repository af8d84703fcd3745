import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` as the last line, so that a machine can read how a run ended. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      if (module.errors().length > 0) failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
  }
}
