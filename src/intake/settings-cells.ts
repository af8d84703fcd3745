import { algorithms, type Algorithm } from '../domain/token.ts';
import { good, type CellReading, type Place } from './cells.ts';
import { problem, type ProblemCode } from './problems.ts';
import { looksSecret, shown } from './shown.ts';
import { textOf } from './text.ts';

/** The hash function; undefined where the cell says nothing. */
export function readAlgorithm(cell: Uint8Array, place: Place): CellReading<Algorithm | undefined> {
  const text = textOf(cell);
  if (text === '') return good(undefined);
  const [, size = ''] = /^(?:totp)?(?:hmac)?(?:sha)?(1|256|512)$/u.exec(fold(text)) ?? [];
  const algorithm = algorithms.find((one) => one === `SHA${size}`);
  return algorithm === undefined
    ? refuse('algorithm_unknown', place, { text, value: undefined })
    : good(algorithm);
}

const fold = (text: string): string => text.toLowerCase().replace(/[\s_-]+/gu, '');

/** The number of digits of a code; undefined where the cell says nothing. */
export function readCodeDigits(cell: Uint8Array, place: Place): CellReading<number | undefined> {
  const text = textOf(cell);
  if (text === '') return good(undefined);
  const [, digits] = /^0*(6|8|10)(?:[.,]0+)?(?:\s*digits)?$/iu.exec(text) ?? [];
  return digits === undefined
    ? refuse('digits_unknown', place, { text, value: undefined })
    : good(Number(digits));
}

/** Nothing but a refusal of tokens that do not go by time: what else vendors write there is for people. */
export function readType(cell: Uint8Array, place: Place): CellReading<undefined> {
  const text = textOf(cell);
  if (/hotp|event|counter/iu.test(text)) return refuse('type_event', place, { text, value: undefined });
  return /ocra|challenge/iu.test(text)
    ? refuse('type_challenge', place, { text, value: undefined })
    : good(undefined);
}

function refuse<T>(
  code: ProblemCode,
  place: Place,
  { text, value }: { readonly text: string; readonly value: T },
): CellReading<T> {
  const [why, found] = looksSecret(text)
    ? (['secret_misplaced', 'what looks like a secret key'] as const)
    : ([code, shown(text)] as const);
  return { value, problems: [problem(why, { ...place, found })] };
}
