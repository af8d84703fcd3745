import type { SeedEncoding } from '../domain/intake.ts';

/** The columns the bot knows, by the heading as the vendor writes it. */
export const columns = {
  user: 'upn',
  serial: 'serial number',
  seed: 'secret key',
  timeStep: 'timeinterval',
  manufacturer: 'manufacturer',
  model: 'model',
  algorithm: 'algorithm',
  digits: 'digits',
  type: 'type',
} as const;
export type Column = keyof typeof columns;

/** What other vendors and exports call the same columns; case, blanks and punctuation do not count. */
export const aliases: Readonly<Record<Column, readonly string[]>> = {
  user: [
    'user principal name',
    'user',
    'user name',
    'login',
    'email',
    'email address',
    'mail',
    'assigned to',
  ],
  serial: ['serial', 'serial no', 'token serial', 'token serial number', 'token id', 'sn'],
  seed: ['secret', 'shared secret', 'seed', 'key', 'otp secret', 'secret seed'],
  timeStep: [
    'interval',
    'time interval in seconds',
    'time step',
    'step',
    'period',
    'otp interval',
    'interval in seconds',
  ],
  manufacturer: ['vendor', 'maker', 'brand'],
  model: ['token model', 'product', 'device model'],
  algorithm: ['hash', 'hash function', 'hash algorithm', 'algo', 'hmac', 'suite', 'hmac algorithm'],
  digits: ['otp length', 'otp digits', 'code length', 'code digits', 'number of digits'],
  type: ['token type', 'otp type', 'oath type'],
};

/** A heading without what vendors write differently, and without what may stand behind it in brackets. */
const fold = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/\(.*$|\[.*$/u, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

const encodingWords = /hex(?:adecimal)?|b(?:ase)?32/u;

/** The column a heading means, and whether it is the vendor's own word for it. */
export interface Meaning {
  readonly column: Column;
  readonly exact: boolean;
  readonly encoding: SeedEncoding | undefined;
}

const byHeading: ReadonlyMap<string, Omit<Meaning, 'encoding'>> = new Map([
  ...entries(aliases, false),
  ...entries(
    Object.fromEntries(Object.entries(columns).map(([column, heading]) => [column, [heading]])),
    true,
  ),
]);

function entries(
  table: Readonly<Record<string, readonly string[]>>,
  exact: boolean,
): [string, Omit<Meaning, 'encoding'>][] {
  return Object.entries(table).flatMap(([column, names]) =>
    isColumn(column)
      ? names.map((name): [string, Omit<Meaning, 'encoding'>] => [fold(name), { column, exact }])
      : [],
  );
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(columns, name);
}

/** What a heading means; undefined where the bot knows nothing of the kind. */
export function meaningOf(heading: string): Meaning | undefined {
  const plain = byHeading.get(fold(heading));
  const words = heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  const [word = ''] = encodingWords.exec(words) ?? [];
  const encoding = word === '' ? undefined : encodingOf(word);
  if (plain !== undefined) return { ...plain, encoding };
  const bare = word === '' ? undefined : byHeading.get(words.replace(word, ''));
  return bare?.column === 'seed' ? { ...bare, encoding } : undefined;
}

const encodingOf = (word: string): SeedEncoding => (word.startsWith('hex') ? 'hex' : 'base32');
