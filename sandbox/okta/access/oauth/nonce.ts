import { createHash } from 'node:crypto';
import type { State } from '../../records/state.ts';

const rotationMs = 24 * 3600 * 1000;
const keptFor = 3;

const nonceOf = (state: State, period: number): string =>
  createHash('sha256').update(`${state.org.id} ${period}`).digest('base64url').slice(0, 32);

/** The nonce of the day; it changes every 24 hours. */
export const currentNonce = (state: State): string => nonceOf(state, Math.floor(state.now() / rotationMs));

/** Whether a nonce is today's or one of the three days before. */
export function isKnownNonce(state: State, nonce: string): boolean {
  const today = Math.floor(state.now() / rotationMs);
  return Array.from({ length: keptFor + 1 }, (_, age) => nonceOf(state, today - age)).includes(nonce);
}
