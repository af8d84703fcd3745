import type { InputProblem } from '../domain/intake.ts';
import { hashNamed } from './pskc-cipher.ts';
import { problem, type ProblemCode } from './problems.ts';
import { shown } from './shown.ts';
import { bytesOf, elementAt, elementsNamed, textAt, type XmlElement } from './xml.ts';

/** PBKDF2, https://www.rfc-editor.org/rfc/rfc8018#section-5.2; `keyBytes` undefined: as many as the cipher takes. */
export interface Derivation {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyBytes: number | undefined;
  readonly hash: string;
}

const mostIterations = 2_000_000;

interface Bad {
  readonly problem: InputProblem;
}

/** A problem of the whole file, at the element that has it. */
export const badIn = (code: ProblemCode, at: XmlElement | undefined, found: string): Bad => ({
  problem: problem(code, { line: at?.line ?? 0, column: at?.name ?? '', found }),
});

/** How the key is made of a password; undefined where the file says nothing of a password. */
export function readDerivation(container: XmlElement): Derivation | Bad | undefined {
  const all = parametersOf(container);
  const [first, ...others] = all.map(readParameters);
  if (first === undefined || 'problem' in first) return first;
  const same = JSON.stringify(first);
  return others.every((one) => JSON.stringify(one) === same)
    ? first
    : badIn('pskc_derivation', all[1], 'several salts or iteration counts');
}

/** Those of PBKDF2 by the name of RFC 6030, and by that of the drafts before it, where they are in each PBES2. */
const parametersOf = (container: XmlElement): XmlElement[] => [
  ...elementsNamed(container, 'PBKDF2-params'),
  ...elementsNamed(container, 'Parameters').filter((one) => elementAt(one, 'Salt') !== undefined),
];

function readParameters(parameters: XmlElement): Derivation | Bad {
  const salt = bytesOf(textAt(parameters, 'Salt', 'Specified') || textAt(parameters, 'Salt'));
  if (salt === undefined) return badIn('pskc_derivation', parameters, 'no salt');
  const count = textAt(parameters, 'IterationCount');
  const iterations = /^\d{1,12}$/u.test(count) ? Number(count) : 0;
  if (iterations < 1 || iterations > mostIterations) return badIn('pskc_costly', parameters, shown(count));
  const length = textAt(parameters, 'KeyLength');
  const keyBytes = keyLengthOf(length);
  if (keyBytes === 0) return badIn('pskc_derivation', parameters, `a key of ${shown(length)} bytes`);
  const hash = hashOf(elementAt(parameters, 'PRF'));
  if (hash === undefined) return badIn('pskc_derivation', parameters, 'another function');
  return { salt, iterations, keyBytes, hash };
}

/** Undefined where nothing is said, 0 where it is no length of a key. */
function keyLengthOf(text: string): number | undefined {
  if (text === '') return undefined;
  return /^(?:16|24|32)$/u.test(text) ? Number(text) : 0;
}

/** RFC 8018 makes HMAC-SHA-1 the default, and RFC 6030 writes it as an empty element. */
function hashOf(prf: XmlElement | undefined): string | undefined {
  const identifier = prf?.attributes.get('Algorithm') ?? '';
  return identifier === '' ? 'sha1' : hashNamed(identifier);
}
