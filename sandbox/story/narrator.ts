/** Tells a story on the terminal and keeps count of what held. */
export interface Narrator {
  scene(title: string): void;
  /** What somebody does. */
  act(who: string, what: string): void;
  /** What is read on the screen. */
  show(where: string, text: string): void;
  check(what: string, holds: boolean): void;
  readonly passed: number;
  readonly failed: number;
}

const plain = (text: string): string =>
  text
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/gu, '$1')
    .replaceAll(/<https?:[^|>]*\|([^>]*)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

export function createNarrator(write: (line: string) => void): Narrator {
  let passed = 0;
  let failed = 0;
  return {
    scene: (title) => write(`\n${title}\n${'-'.repeat(title.length)}`),
    act: (who, what) => write(`\n${who}: ${what}`),
    show(where, text) {
      write(`  [${where}]`);
      for (const line of plain(text).split('\n')) write(`  | ${line}`);
    },
    check(what, holds) {
      if (holds) passed += 1;
      else failed += 1;
      write(`  ${holds ? 'ok    ' : 'FAILED'} ${what}`);
    },
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
  };
}
