import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aliases, columns } from '../../src/intake/headings.ts';
import { problemCatalogue } from '../../src/intake/problems.ts';
import { heading } from './read.ts';

const page = new URL('../../docs/import.md', import.meta.url);
const text = readFileSync(page, 'utf8');

const list = Object.entries(problemCatalogue)
  .map(([code, { means, expected, mend }]) => `- \`${code}\`: ${means} Expected: ${expected}. ${mend}`)
  .join('\n');

const words = Object.entries(columns)
  .map(([column, name]) => `- \`${name}\`: ${wordsFor(column).join(', ')}`)
  .join('\n');

function wordsFor(column: string): readonly string[] {
  return Object.entries(aliases).find(([name]) => name === column)?.[1] ?? [];
}

/** The page with what stands between the marks of this name replaced. */
function filled(whole: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const before = whole.slice(0, whole.indexOf(start) + start.length);
  return `${before}\n\n${content}\n\n${whole.slice(whole.indexOf(end))}`;
}

describe('the page about the vendor file', () => {
  it('lists every problem and every heading as the code knows them', async () => {
    const whole = filled(filled(text, 'problems', list), 'columns', words);
    await expect(whole).toMatchFileSnapshot(page.pathname);
  });

  it('shows the heading line that is read', () => {
    expect(text).toContain(`\n${heading}\n`);
  });

  it('tells in whole sentences what each problem means and how to mend it', () => {
    const wrong = Object.entries(problemCatalogue).filter(
      ([, { means, expected, mend }]) =>
        !/^[A-Z].+\.$/.test(means) || !/^[A-Z].+\.$/.test(mend) || expected.endsWith('.'),
    );
    expect(wrong).toEqual([]);
  });
});
