import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { find, read, root, sectionUnder, tableUnder } from './texts.ts';

const versions = z.record(z.string(), z.string());
const packageJson = z
  .object({
    engines: z.object({ node: z.string() }),
    scripts: versions,
    dependencies: versions,
    devDependencies: versions,
  })
  .parse(JSON.parse(read('package.json')));
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        dev: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
        optionalDependencies: versions.optional(),
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')));

describe('package.json', () => {
  it('names every version exactly', () => {
    const all = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('needs few packages at run time, each with its reason in CONTRIBUTING.md', () => {
    const needed = Object.keys(packageJson.dependencies);
    const reasons = tableUnder(read('CONTRIBUTING.md'), '### Runtime packages');
    expect(needed.length).toBeLessThanOrEqual(14);
    expect(reasons.map(([name]) => name)).toEqual(needed.map((name) => `\`${name}\``));
    expect(reasons.filter(([, reason = '']) => reason.length < 30)).toEqual([]);
  });

  it('needs at run time only what the bot imports', () => {
    const code = find('src/**/*.ts').map(read).join('\n');
    const idle = Object.keys(packageJson.dependencies).filter(
      (name) => !code.includes(`from '${name}'`) && !code.includes(`from '${name}/`),
    );
    expect(idle).toEqual([]);
  });

  it('brings the Node it is developed with', () => {
    expect(packageJson.devDependencies['node']).toBe(read('.node-version').trim());
  });
});

describe('the lock file', () => {
  it('names no address to download from', () => {
    const addressed = Object.entries(lock.packages).filter(([, { resolved }]) =>
      /^https?:/.test(resolved ?? ''),
    );
    expect(addressed).toEqual([]);
  });

  it('holds every optional package that one of its packages names, for whatever machine', () => {
    // Without them `npm ci` refuses the lock file, or leaves a tool without its binary on another system.
    const named = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => ({ path, name })),
    );
    const absent = named.filter(
      ({ path, name }) =>
        lock.packages[`node_modules/${name}`] === undefined &&
        lock.packages[`${path}/node_modules/${name}`] === undefined,
    );
    expect(named.length).toBeGreaterThan(50);
    expect(absent).toEqual([]);
  });

  it('holds nothing for run time that would run a script when installed', () => {
    const scripted = Object.entries(lock.packages).filter(
      ([, entry]) => entry.hasInstallScript && !entry.dev,
    );
    expect(scripted.map(([name]) => name)).toEqual([]);
  });
});

describe('the two commands of the README', () => {
  const commands = sectionUnder(read('README.md'), '## Try it');

  it('are one line each, from a fresh clone', () => {
    const lines = [...commands.matchAll(/^```\w*\n(.*)\n```$/gm)].map(([, line]) => line);
    expect(lines).toEqual(['npm ci && npm run sandbox', 'npm ci && npm test']);
  });

  it('and every other script that a document names exist', () => {
    const documents = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', '.ci/run']
      .map(read)
      .join('\n');
    const named = [...documents.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z]+(?::[a-z]+)*)/g)].map(
      ([, name = '']) => name,
    );
    const known = [...Object.keys(packageJson.scripts), 'ci', 'run'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('continuous integration', () => {
  it('runs one script, which a machine can start', () => {
    expect(read('.github/workflows/ci.yml')).toContain('- run: .ci/run\n');
    expect(() => {
      accessSync(join(root, '.ci/run'), constants.X_OK);
    }).not.toThrow();
  });

  it.each(['ci.yml', 'nightly.yml'])(
    'pins foreign actions to a commit and hands out no rights: %s',
    (name) => {
      const workflow = read(`.github/workflows/${name}`);
      const actions = [...workflow.matchAll(/uses: \S+@(\S+)/g)].map(([, version]) => version);
      expect(actions.filter((version) => !/^[0-9a-f]{40}$/.test(version ?? ''))).toEqual([]);
      expect(workflow).toContain('\npermissions: {}\n');
      expect(workflow).toContain('persist-credentials: false');
    },
  );
});
