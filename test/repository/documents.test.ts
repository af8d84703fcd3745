import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandWords } from '../../src/domain/command.ts';
import { find, read, root, tableUnder } from './texts.ts';

const documents = find('*.md', 'docs/**/*.md');

describe('the documents', () => {
  it.each(documents)('%s links only to what exists', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)];
    const broken = links
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(join(root, dirname(file), link)));
    expect(broken).toEqual([]);
  });

  it('show every command in the README, and no other', () => {
    const shown = tableUnder(read('README.md'), '### Commands').map(
      ([command = '']) => /^`\/token ([a-z]+)/.exec(command)?.[1],
    );
    expect(shown).toEqual([...commandWords]);
  });

  it('number the decisions without a gap', () => {
    const names = find('docs/adr/*.md').map((file) => file.replace('docs/adr/', ''));
    expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
    expect(names.length).toBeGreaterThan(0);
  });
});
