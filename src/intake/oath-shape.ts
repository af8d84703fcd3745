import type { InputProblem } from '../domain/intake.ts';
import { algorithms, type Algorithm, type TokenSettings } from '../domain/token.ts';
import { readTimeStep } from './cells.ts';
import { problem, type ProblemCode } from './problems.ts';
import { shown } from './shown.ts';

/** How a token makes its codes, and what is wrong or odd about that. */
export interface Shape {
  readonly settings: TokenSettings;
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly InputProblem[];
}

/** Reads the cells behind the key: type, digits, time step and algorithm; or the time step alone. */
export function readShape(line: number, texts: readonly string[]): Shape {
  const [type = '', digits = '', step = '', algorithm = ''] = texts;
  if (/^\d+$/u.test(type)) return stepAlone(line, type);
  const code = typeProblem(type);
  if (code !== undefined) return unusable(problem(code, { line, column: 'type', found: shown(type) }));
  const seconds = stepOf(line, step);
  return {
    settings: {
      algorithm: readAlgorithm(algorithm),
      digits: isOffered(digits) ? Number(digits) : undefined,
      ...seconds.settings,
    },
    problems: [
      ...(digits === '' || isOffered(digits)
        ? []
        : [problem('digits_unknown', { line, column: 'digits', found: shown(digits) })]),
      ...seconds.problems,
      ...(algorithm === '' || readAlgorithm(algorithm) !== undefined
        ? []
        : [problem('algorithm_unknown', { line, column: 'algorithm', found: shown(algorithm) })]),
    ],
    warnings: seconds.warnings,
  };
}

const isOffered = (digits: string): boolean => /^0*(?:6|8|10)$/u.test(digits);

const unusable = (why: InputProblem): Shape => ({
  settings: { timeStepSeconds: 0 },
  problems: [why],
  warnings: [],
});

function stepOf(line: number, text: string): Shape {
  const at = { line, column: 'time step' };
  if (text === '') {
    const warnings = [problem('step_assumed', { ...at, found: 'nothing' })];
    return { settings: { timeStepSeconds: 30 }, problems: [], warnings };
  }
  const { value, problems } = readTimeStep(new TextEncoder().encode(text), at);
  return { settings: { timeStepSeconds: value }, problems, warnings: [] };
}

/** Duo's list of time-based tokens has the time step in the third column; in its other lists that is a counter. */
function stepAlone(line: number, text: string): Shape {
  const timeStepSeconds = Number(text);
  if ([15, 30, 60].includes(timeStepSeconds))
    return { settings: { timeStepSeconds }, problems: [], warnings: [] };
  const found = `${shown(text)} in the third column, which is a counter and no time step`;
  return unusable(problem('type_event', { line, found }));
}

const types: ReadonlyMap<string, ProblemCode | undefined> = new Map([
  ['', 'type_missing'],
  ['totp', undefined],
  ['oathtotp', undefined],
  ['time', undefined],
  ['timebased', undefined],
  ['hotp', 'type_event'],
  ['oathhotp', 'type_event'],
  ['event', 'type_event'],
  ['eventbased', 'type_event'],
  ['ocra', 'type_challenge'],
  ['ocra2', 'type_challenge'],
]);

const folded = (type: string): string => type.toLowerCase().replace(/[\s_-]+/gu, '');

/** Whether a cell names a kind of token, or nothing. */
export const isTokenType = (text: string): boolean => types.has(folded(text));

const typeProblem = (text: string): ProblemCode | undefined =>
  isTokenType(text) ? types.get(folded(text)) : 'type_unknown';

/** The algorithm by any of the names it goes by: SHA-256, sha256, HmacSHA256; undefined for anything else. */
export function readAlgorithm(text: string): Algorithm | undefined {
  const name = text.toUpperCase().replace(/[\s_-]+/gu, '');
  return algorithms.find((one) => name === one || name === `HMAC${one}`);
}
