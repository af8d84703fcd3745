import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copied, readDockerfile } from './dockerfile.ts';

const root = resolve(import.meta.dirname, '../..');
const instructions = readDockerfile(join(root, 'Dockerfile'));
const textsOf = (name: string): readonly string[] =>
  instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the image', () => {
  it('stands on the Node the repository is developed with', () => {
    const [major] = read('.node-version').trim().split('.');
    expect(textsOf('FROM')).toEqual([`node:${major ?? ''}-slim`]);
  });

  it('installs production packages only, from the lock file, without running their scripts', () => {
    const runs = textsOf('RUN').join('\n');
    expect(runs).toContain('npm ci --omit=dev --ignore-scripts');
    expect(runs).not.toMatch(/apt-get|npm install|python|make|g\+\+/);
  });

  it('copies what exists, and nothing that .dockerignore keeps out', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied(instructions).toSorted()).toEqual(allowed.toSorted());
    expect(copied(instructions).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('runs without root, from before it is started', () => {
    const names = instructions.map(({ name }) => name);
    expect(textsOf('USER')).toEqual(['node']);
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('CMD'));
    expect(names.lastIndexOf('RUN')).toBeLessThan(names.indexOf('USER'));
  });

  it('writes only to its volume', () => {
    expect(textsOf('VOLUME')).toEqual(['/data']);
    expect(textsOf('ENV').join(' ')).toContain('DATA_DIR=/data');
    expect(textsOf('RUN').join('\n')).toContain('chown node:node /data');
  });

  it('is watched through /healthz, without a program that a slim image lacks', () => {
    const [check = ''] = textsOf('HEALTHCHECK');
    expect(check).toContain('CMD ["node", "-e"');
    expect(check).toContain('/healthz');
  });

  it('starts the sources themselves, so that signals reach the bot', () => {
    expect(textsOf('CMD')).toEqual(['["node", "src/main.ts"]']);
    expect(textsOf('ENTRYPOINT')).toEqual([]);
  });
});
