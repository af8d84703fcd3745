// Identifiers shaped like Okta's. Drawn from a seeded generator, so that a failing run can be repeated.

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface Ids {
  /** A number in [0, 1). */
  readonly draw: () => number;
  /** 20 characters that start with a type's prefix (`00u`, `chf`, `aut`, …). */
  readonly id: (prefix: string) => string;
  /** `prefix` and as many base-62 characters as make up the length. */
  readonly token: (prefix: string, length: number) => string;
  readonly uuid: () => string;
}

/** A generator of ids and of chance (mulberry32): the same seed gives the same sequence. */
export function createIds(seed: number): Ids {
  let state = seed >>> 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (alphabet: string): string => alphabet.charAt(Math.floor(draw() * alphabet.length));
  const token = (prefix: string, length: number): string =>
    prefix + Array.from({ length: length - prefix.length }, () => pick(base62)).join('');
  return {
    draw,
    token,
    id: (prefix) => token(prefix, 20),
    uuid: () => 'xxxxxxxx-xxxx-11ef-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => pick('0123456789abcdef')),
  };
}
