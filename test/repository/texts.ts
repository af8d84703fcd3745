import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** The text of a file of the repository, by its path from the root. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Paths from the root of every file that matches, without what is installed or produced. */
export const find = (...patterns: readonly string[]): readonly string[] =>
  globSync(
    patterns.map((pattern) => join(root, pattern)),
    { exclude: (path) => /(^|\/)(node_modules|dist|out|\.git)$/.test(path) },
  )
    .map((path) => relative(root, path))
    .toSorted();

/** The Markdown table under a heading, as rows of trimmed cells without the head; code marks stay. */
export function tableUnder(markdown: string, heading: string): readonly (readonly string[])[] {
  const [, after = ''] = markdown.split(`\n${heading}\n`);
  const [section = ''] = after.split(/\n#{1,6} /);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

/** The part of a Markdown text under a heading, up to the next heading of any depth. */
export const sectionUnder = (markdown: string, heading: string): string =>
  markdown.split(`\n${heading}\n`)[1]?.split(/\n#{1,6} /)[0] ?? '';
