import { builtinModules } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { find, read, root } from './texts.ts';

/** What each layer may import beside itself. What is not listed is refused; `node:*` stands for all of Node. */
const may: Readonly<Record<string, readonly string[]>> = {
  domain: ['node:crypto'],
  config: ['domain', 'log', 'zod', 'node:crypto', 'node:fs', 'node:net', 'node:path'],
  log: ['domain', 'pino'],
  intake: [
    'domain',
    'csv-parse',
    'openpgp',
    'age-encryption',
    '@xmldom/xmldom',
    'node:buffer',
    'node:crypto',
  ],
  okta: ['domain', 'jose', 'oauth4webapi', 'undici', 'zod', 'node:buffer', 'node:crypto', 'node:timers'],
  store: ['domain', 'better-sqlite3', 'zod', 'node:*'],
  slack: [
    'domain',
    'log',
    '@slack/bolt',
    '@slack/types',
    '@slack/web-api',
    'undici',
    'zod',
    'node:buffer',
    'node:crypto',
    'node:http',
    'node:timers',
  ],
  jobs: ['domain', 'store', 'intake', 'log', 'node:crypto', 'node:timers'],
  handlers: ['domain', 'store', 'slack', 'intake', 'log', '@slack/bolt', '@slack/types', 'zod'],
  cli: ['domain', 'config', 'clock', 'store', 'node:*'],
  keys: ['domain', 'config', 'clock', 'store', 'openpgp', 'age-encryption', 'node:*'],
  doctor: ['domain', 'config', 'clock', 'log', 'okta', 'slack', 'store', 'zod', 'node:*'],
  audit: ['domain', 'config', 'store', 'node:fs', 'node:util'],
  clock: ['domain', 'node:timers/promises'],
  ids: ['domain', 'node:crypto'],
  health: ['domain', 'node:http'],
  'safe-channels': ['domain'],
  metrics: ['domain', 'health', 'slack', 'store', 'prom-client', 'node:*'],
  version: ['zod', 'node:fs', 'node:path'],
  readiness: ['domain', 'health', 'slack', 'store'],
  'slack-side': ['*'],
  observed: ['*'],
  app: ['*'],
  main: ['*'],
};

/** Where everything is put together. Nobody else may import these, or every layer would reach every other. */
const roots = [
  'app',
  'slack-side',
  'observed',
  'main',
  'audit/main.ts',
  'cli/main.ts',
  'doctor/main.ts',
  'keys/main.ts',
];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const sources = find('src/**/*.ts');
const importPattern =
  /^(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'|^import\s+'([^']+)'/gm;

const importsOf = (file: string): readonly Import[] =>
  [...read(file).matchAll(importPattern)].map(([, type, from, dynamic, bare]) => ({
    file,
    specifier: from ?? dynamic ?? bare ?? '',
    typeOnly: type !== undefined,
  }));

const isRelative = (specifier: string): boolean => specifier.startsWith('.');
const targetOf = ({ file, specifier }: Import): string =>
  relative(root, resolve(root, dirname(file), specifier));

/** `src/store/db.ts` belongs to `store`, `src/app.ts` to `app`. */
const layerOf = (path: string): string => path.split('/')[1]?.replace(/\.ts$/, '') ?? '';

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function isAllowed(use: Import): boolean {
  const layer = layerOf(use.file);
  const allowed = may[layer] ?? [];
  if (isRelative(use.specifier)) {
    const target = targetOf(use);
    return (
      target.startsWith('src/') &&
      (layerOf(target) === layer || allowed.includes('*') || allowed.includes(layerOf(target)))
    );
  }
  if (allowed.includes('*')) return true;
  if (use.specifier.startsWith('node:')) return allowed.includes('node:*') || allowed.includes(use.specifier);
  return allowed.includes(packageOf(use.specifier));
}

const isRoot = (use: Import): boolean =>
  isRelative(use.specifier) &&
  roots.some((name) => targetOf(use) === `src/${name}` || targetOf(use) === `src/${name}.ts`);

const all = sources.flatMap(importsOf);
const shown = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;

describe('the layers', () => {
  it('are all known', () => {
    expect([...new Set(sources.map(layerOf))].filter((layer) => may[layer] === undefined)).toEqual([]);
  });

  it('import only what they may', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((use) => !isAllowed(use)).map(shown)).toEqual([]);
  });

  it('leave the roots alone', () => {
    expect(all.filter(isRoot).map(shown)).toEqual([
      'src/app.ts imports ./observed.ts',
      'src/app.ts imports ./slack-side.ts',
      'src/main.ts imports ./app.ts',
    ]);
  });

  it('know Bolt by its types only, outside of the app', () => {
    const uses = all.filter((use) => use.specifier === '@slack/bolt' && layerOf(use.file) === 'handlers');
    expect(uses.filter(({ typeOnly }) => !typeOnly).map(shown)).toEqual([]);
  });

  it('name Node’s own modules as such', () => {
    expect(all.filter(({ specifier }) => builtinModules.includes(specifier)).map(shown)).toEqual([]);
  });

  it('are imported with the extension that Node needs', () => {
    const bare = all.filter(({ specifier }) => isRelative(specifier) && !/\.(ts|json)$/.test(specifier));
    expect(bare.map(shown)).toEqual([]);
  });

  it('are not reached by the sandbox, which would otherwise agree with their mistakes', () => {
    const reached = find('sandbox/**/*.{ts,tsx}')
      // The contract check holds the client itself against Okta's specification; nothing else knows it.
      .filter((file) => file !== 'sandbox/contract/client-calls.ts')
      .flatMap(importsOf)
      .filter((use) => isRelative(use.specifier) && targetOf(use).startsWith('src/'));
    expect(reached.map(shown)).toEqual([]);
  });
});

const use = (file: string, specifier: string): Import => ({ file, specifier, typeOnly: false });

describe('the rules about imports', () => {
  it('see every form an import can take', () => {
    const text = `import a from 'one';\nimport type { B } from './two.ts';\nimport {\n  c,\n} from 'three/sub';\nexport * from './four.ts';\nimport 'five';\nconst d = await import('six');\n`;
    const seen = [...text.matchAll(importPattern)].map(
      ([, , from, dynamic, bare]) => from ?? dynamic ?? bare,
    );
    expect(seen).toEqual(['one', './two.ts', 'three/sub', './four.ts', 'five', 'six']);
  });

  it('refuse what is not listed', () => {
    expect(isAllowed(use('src/domain/plan.ts', '../store/db.ts'))).toBe(false);
    expect(isAllowed(use('src/domain/plan.ts', 'node:fs'))).toBe(false);
    expect(isAllowed(use('src/okta/http.ts', '../slack/ids.ts'))).toBe(false);
    expect(isAllowed(use('src/store/db.ts', '../../sandbox/bot.ts'))).toBe(false);
    expect(isAllowed(use('src/unheard/of.ts', '../domain/row.ts'))).toBe(false);
    expect(isAllowed(use('src/store/views/x.ts', '../../domain/row.ts'))).toBe(true);
  });
});
