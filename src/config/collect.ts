import { alternatives, settings, unsupported } from './settings.ts';
import type { Alternative, Setting, SettingName } from './settings.ts';
import { misspelt } from './typos.ts';

/** One thing wrong with one setting; `problem` ends a sentence that begins with the setting's name. */
export interface Problem {
  readonly setting: string;
  readonly problem: string;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Collected {
  readonly raw: Partial<Record<SettingName, string>>;
  readonly problems: readonly Problem[];
}

/** An empty value counts as not set: that is what `NAME=` in an environment file means to people. */
const valueOf = (env: Env, name: string): string | undefined => env[name]?.trim() || undefined;

/** The text of every setting, secrets read from their files, and what is wrong before any text is looked at. */
export function collect(env: Env, readFile: (path: string) => string): Collected {
  const raw: Partial<Record<SettingName, string>> = {};
  const problems: Problem[] = [];
  for (const setting of settings) {
    const found = read(setting, env, readFile);
    if (typeof found === 'object') problems.push(found);
    const text = typeof found === 'string' ? found : 'fallback' in setting ? setting.fallback : undefined;
    if (text !== undefined) raw[setting.name] = text;
    if (found === undefined && setting.required === 'yes') {
      problems.push({ setting: setting.name, problem: `is not set. ${setting.meaning}.` });
    }
  }
  return {
    raw,
    problems: [...problems, ...alternatives.flatMap((one) => oneOfTwo(env, one)), ...foreign(env)],
  };
}

function read(setting: Setting, env: Env, readFile: (path: string) => string): string | Problem | undefined {
  const direct = valueOf(env, setting.name);
  const fileName = `${setting.name}_FILE`;
  const path = setting.secret ? valueOf(env, fileName) : undefined;
  if (path === undefined) return direct;
  if (direct !== undefined) {
    return { setting: setting.name, problem: `and ${fileName} are both set. Keep one of the two.` };
  }
  try {
    const text = readFile(path).trim();
    return text === '' ? { setting: fileName, problem: 'names an empty file.' } : text;
  } catch {
    return {
      setting: fileName,
      problem: 'names a file that cannot be read. Check the path and its permissions.',
    };
  }
}

function oneOfTwo(env: Env, { ways, purpose }: Alternative): readonly Problem[] {
  const isSet = (name: string): boolean => (valueOf(env, name) ?? valueOf(env, `${name}_FILE`)) !== undefined;
  const [first, second] = ways;
  const setting = first[0] ?? '';
  const other = second.join(' and ');
  if (!first.some(isSet) && !second.some(isSet))
    return [{ setting, problem: `or ${other} must be set: ${purpose}.` }];
  if (first.some(isSet) && second.some(isSet))
    return [{ setting, problem: `and ${second.find(isSet) ?? ''} are both set. Keep one: ${purpose}.` }];
  const way = first.some(isSet) ? first : second;
  return way
    .filter((name) => !isSet(name))
    .map((name) => ({
      setting: name,
      problem: `is not set, and ${way.find(isSet) ?? ''} does not work without it.`,
    }));
}

/** Settings of ours that do not exist (yet), and a switch that would let anybody read the credentials on the way. */
function foreign(env: Env): readonly Problem[] {
  const secrets = settings.filter(({ secret }) => secret).map(({ name }) => `${name}_FILE`);
  const later = Object.entries(unsupported);
  const laterNames = later.flatMap(([name]) => [name, `${name}_FILE`]);
  const known = [...settings.map(({ name }) => name), ...secrets];
  const names = Object.keys(env).filter(
    (name) => valueOf(env, name) !== undefined && !laterNames.includes(name),
  );
  return [
    ...later
      .filter(([name]) => (valueOf(env, name) ?? valueOf(env, `${name}_FILE`)) !== undefined)
      .map(([name, mend]) => ({ setting: name, problem: `is set. ${mend}` })),
    ...misspelt(names, known).map(({ name, meant }) => ({
      setting: name,
      problem:
        meant === undefined
          ? 'is not a setting of this bot. Remove it from the bot’s environment.'
          : `is not a setting of this bot. Did you mean ${meant}?`,
    })),
    ...(valueOf(env, 'NODE_TLS_REJECT_UNAUTHORIZED') === '0'
      ? [
          {
            setting: 'NODE_TLS_REJECT_UNAUTHORIZED',
            problem:
              'is 0: credentials and seeds would go to whoever answers. Remove it; name your own CA in NODE_EXTRA_CA_CERTS.',
          },
        ]
      : []),
  ];
}
