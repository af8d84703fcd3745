import type { InputProblem } from '../domain/intake.ts';
import type { TokenSettings } from '../domain/token.ts';
import { readTimeStep } from './cells.ts';
import { readAlgorithm, type Shape } from './oath-shape.ts';
import { kindOf, names, type KeyKind } from './pskc-device.ts';
import { problem, type ProblemCode } from './problems.ts';
import { shown } from './shown.ts';
import { elementAt, textAt, type XmlElement } from './xml.ts';

const refusedKinds: Readonly<Record<Exclude<KeyKind, 'totp'>, ProblemCode>> = {
  hotp: 'type_event',
  ocra: 'type_challenge',
  pin: 'pskc_pin',
  unknown: 'type_unknown',
};

/** How the token of a key makes its codes, or why Okta cannot take it. */
export function readSettings(key: XmlElement): Shape {
  const kind = kindOf(key);
  if (kind !== 'totp') {
    const identifier = key.attributes.get('Algorithm') ?? '';
    const found = kind === 'unknown' ? shown(identifier.slice(-40)) : names[kind];
    const problems = [problem(refusedKinds[kind], { line: key.line, column: 'Key', found })];
    return { settings: { timeStepSeconds: 0 }, problems, warnings: [] };
  }
  const parameters = elementAt(key, 'AlgorithmParameters');
  const step = readStep(key);
  const suite = suiteOf(parameters);
  const response = readResponse(elementAt(parameters, 'ResponseFormat'));
  return {
    settings: { ...suite.settings, ...response.settings, ...step.settings },
    problems: [...suite.problems, ...response.problems, ...step.problems, ...policyProblems(key)],
    warnings: step.warnings,
  };
}

interface Part<T extends keyof TokenSettings> {
  readonly settings: Pick<TokenSettings, T>;
  readonly problems: readonly InputProblem[];
}

function suiteOf(parameters: XmlElement | undefined): Part<'algorithm'> {
  const suite = elementAt(parameters, 'Suite');
  const algorithm = suite === undefined || suite.text === '' ? undefined : readAlgorithm(suite.text);
  if (suite === undefined || suite.text === '' || algorithm !== undefined)
    return { settings: { algorithm }, problems: [] };
  const found = shown(suite.text);
  return {
    settings: {},
    problems: [problem('algorithm_unknown', { line: suite.line, column: 'Suite', found })],
  };
}

function readResponse(response: XmlElement | undefined): Part<'digits'> {
  if (response === undefined) return { settings: {}, problems: [] };
  const at = { line: response.line, column: 'ResponseFormat' };
  const [length, encoding, check] = ['Length', 'Encoding', 'CheckDigits'].map((name) =>
    (response.attributes.get(name) ?? '').trim(),
  );
  const problems: InputProblem[] = [];
  const digits = length === undefined || length === '' ? undefined : Number(length);
  if (digits !== undefined && ![6, 8, 10].includes(digits))
    problems.push(problem('digits_unknown', { ...at, found: shown(length ?? '') }));
  const decimal = encoding === undefined || encoding === '' || encoding.toUpperCase() === 'DECIMAL';
  if (!decimal) problems.push(problem('pskc_encoding', { ...at, found: shown(encoding) }));
  if (/^(?:true|1)$/iu.test(check ?? ''))
    problems.push(problem('pskc_encoding', { ...at, found: 'check digits' }));
  return { settings: { digits }, problems };
}

function readStep(key: XmlElement): Shape {
  const interval = elementAt(key, 'Data', 'TimeInterval');
  const at = { line: interval?.line ?? key.line, column: 'TimeInterval' };
  const text = textAt(interval, 'PlainValue');
  if (text !== '') {
    const { value, problems } = readTimeStep(new TextEncoder().encode(text), at);
    return { settings: { timeStepSeconds: value }, problems, warnings: [] };
  }
  if (interval !== undefined && interval.children.length > 0) {
    const problems = [problem('step_unknown', { ...at, found: 'an encrypted one' })];
    return { settings: { timeStepSeconds: 0 }, problems, warnings: [] };
  }
  const warnings = [problem('step_assumed', { ...at, found: 'nothing' })];
  return { settings: { timeStepSeconds: 30 }, problems: [], warnings };
}

/** Who does not honour a policy must not use the key: https://www.rfc-editor.org/rfc/rfc6030#section-5 */
function policyProblems(key: XmlElement): InputProblem[] {
  const policy = elementAt(key, 'Policy');
  if (policy === undefined) return [];
  const usages = policy.children.filter(({ name }) => name === 'KeyUsage').map(({ text }) => text);
  const mode = elementAt(policy, 'PINPolicy')?.attributes.get('PINUsageMode') ?? '';
  const found = [
    ...(usages.length > 0 && !usages.includes('OTP') ? [`the use ${shown(usages.join(', '))}`] : []),
    ...(/^(?:prepend|append|algorithmic)$/iu.test(mode) ? [`a PIN inside the code (${mode})`] : []),
    ...(elementAt(policy, 'NumberOfTransactions') === undefined ? [] : ['a number of uses']),
  ];
  return found.map((one) => problem('pskc_policy', { line: policy.line, column: 'Policy', found: one }));
}
