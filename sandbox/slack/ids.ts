import type { Random } from './random.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const hex = '0123456789abcdef';

export interface Ids {
  /** `F0` and nine more: the shape of Slack's object ids. */
  object(prefix: string): string;
  /** Letters and digits of both cases, for tokens and short block ids. */
  secret(length: number): string;
  digits(length: number): string;
  hex(length: number): string;
  uuid(): string;
  /** The moment as `seconds.micro6`, always later than the one before, even on a clock that stands still. */
  ts(): string;
}

export function makeIds(random: Random, now: () => number): Ids {
  let lastMicros = 0;
  const draw = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
  return {
    object: (prefix) => `${prefix}0${draw(upper, 9)}`,
    secret: (length) => draw(mixed, length),
    digits: (length) => draw('0123456789', length),
    hex: (length) => draw(hex, length),
    uuid: () => [draw(hex, 8), draw(hex, 4), `4${draw(hex, 3)}`, `8${draw(hex, 3)}`, draw(hex, 12)].join('-'),
    ts() {
      lastMicros = Math.max(Math.round(now() * 1000), lastMicros + 1);
      const seconds = Math.floor(lastMicros / 1_000_000);
      return `${String(seconds)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
  };
}
