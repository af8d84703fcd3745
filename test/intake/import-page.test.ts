import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemCatalogue } from '../../src/intake/problems.ts';
import { heading } from './read.ts';

const page = new URL('../../docs/import.md', import.meta.url);
const text = readFileSync(page, 'utf8');
const [start, end] = ['<!-- problems:start -->', '<!-- problems:end -->'];

const list = Object.entries(problemCatalogue)
  .map(([code, { means, expected, mend }]) => `- \`${code}\`: ${means} Expected: ${expected}. ${mend}`)
  .join('\n');

describe('the page about the vendor file', () => {
  it('lists every problem as the code tells it', async () => {
    const before = text.slice(0, text.indexOf(start) + start.length);
    const after = text.slice(text.indexOf(end));
    await expect(`${before}\n\n${list}\n\n${after}`).toMatchFileSnapshot(page.pathname);
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
