// Time-based one-time passwords as RFC 6238 defines them, over the truncation of RFC 4226.
import { createHmac } from 'node:crypto';
import type { Secret } from './secret.ts';
import type { Algorithm } from './token.ts';

/** How codes are made, with nothing left open. */
export interface CodeSettings {
  readonly algorithm: Algorithm;
  readonly digits: number;
  readonly timeStepSeconds: number;
}

/** The time step in which a moment (epoch ms) lies. */
export const stepAt = (at: number, timeStepSeconds: number): number =>
  Math.floor(at / 1000 / timeStepSeconds);

/** The code of a time step, with its leading zeros. */
export function codeOf(seed: Secret<Uint8Array>, settings: CodeSettings, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(settings.algorithm.toLowerCase(), seed.reveal()).update(counter).digest();
  const start = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = (mac.readUInt32BE(start) & 0x7f_ff_ff_ff) % 10 ** settings.digits;
  return String(number).padStart(settings.digits, '0');
}

/** Where a code may lie: around a moment (epoch ms), this many steps to either side. */
export interface Around {
  readonly at: number;
  readonly reach: number;
}

/** How many steps the clock of a token is off that shows this code at that moment; the smallest first, and empty when it cannot show it. */
export function offsetsOf(
  seed: Secret<Uint8Array>,
  settings: CodeSettings,
  code: string,
  { at, reach }: Around,
): readonly number[] {
  if (code.length !== settings.digits) return [];
  const now = stepAt(at, settings.timeStepSeconds);
  return outward(reach).filter(
    (offset) => now + offset >= 0 && codeOf(seed, settings, now + offset) === code,
  );
}

/** 0, 1, -1, 2, -2, … */
const outward = (reach: number): readonly number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, index) => (index % 2 === 1 ? (index + 1) / 2 : 0 - index / 2));

/** A second code may be read off some steps after the first, but never before it. */
const stepsBetween = 4;

/** The same for two codes read one after the other: offsets of the first that the second follows. */
export function offsetsOfTwo(
  seed: Secret<Uint8Array>,
  settings: CodeSettings,
  codes: readonly [first: string, second: string],
  around: Around,
): readonly number[] {
  const [first, second] = codes;
  const now = stepAt(around.at, settings.timeStepSeconds);
  return offsetsOf(seed, settings, first, around).filter((offset) =>
    Array.from({ length: stepsBetween }, (_, index) => now + offset + index + 1).some(
      (step) => codeOf(seed, settings, step) === second,
    ),
  );
}

/**
 * How far (ms) a token's clock is ahead that shows the code of a step at a moment: the middle of what is possible, as a
 * code stands for a whole step.
 */
export const aheadMs = (step: number, at: number, timeStepSeconds: number): number =>
  Math.round((step + 0.5) * timeStepSeconds * 1000 - at);
