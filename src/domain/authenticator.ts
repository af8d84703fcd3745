import type { Authenticator } from './okta.ts';
import type { Algorithm, TokenSettings } from './token.ts';

/** The authenticator a token belongs to, or why none can be named. `fitting` are those that would take it. */
export type AuthenticatorChoice =
  | { readonly kind: 'fits'; readonly authenticator: Authenticator; readonly hint: LengthHint }
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly fitting: readonly Authenticator[] };

/** What the length of the seed says about the algorithm where the vendor's file says nothing. */
export type LengthHint = 'silent' | 'agrees' | 'decided' | 'contradicts';

// RFC 6238 appendix B keys each HMAC with as many bytes as its hash gives, and vendors follow; but other lengths are
// legal, so this only ever chooses among authenticators that fit.
const usualAlgorithm: ReadonlyMap<number, Algorithm> = new Map([
  [20, 'SHA1'],
  [32, 'SHA256'],
  [64, 'SHA512'],
]);

/**
 * Chooses among the active authenticators by time step, and by algorithm and digits where they are known. Okta
 * accepts a token under the wrong one and then refuses every code, so what cannot be decided is not guessed.
 */
export function chooseAuthenticator(
  settings: TokenSettings,
  seedLength: number | undefined,
  authenticators: readonly Authenticator[],
): AuthenticatorChoice {
  const fitting = authenticators.filter(
    (authenticator) => authenticator.active && takes(authenticator, settings),
  );
  const usual = settings.algorithm === undefined ? usualAlgorithm.get(seedLength ?? 0) : undefined;
  const [first, second] = fitting;
  if (first === undefined) return { kind: 'none' };
  if (second === undefined) return { kind: 'fits', authenticator: first, hint: hintOn(first, usual) };
  const [likely, other] = fitting.filter((authenticator) => authenticator.algorithm === usual);
  if (likely === undefined || other !== undefined) return { kind: 'ambiguous', fitting };
  return { kind: 'fits', authenticator: likely, hint: 'decided' };
}

const takes = (authenticator: Authenticator, settings: TokenSettings): boolean =>
  authenticator.timeStepSeconds === settings.timeStepSeconds &&
  (settings.algorithm === undefined || authenticator.algorithm === settings.algorithm) &&
  (settings.digits === undefined || authenticator.digits === settings.digits);

function hintOn(authenticator: Authenticator, usual: Algorithm | undefined): LengthHint {
  if (usual === undefined) return 'silent';
  return authenticator.algorithm === usual ? 'agrees' : 'contradicts';
}

/** Name and settings in one phrase: `"Token2 OTP" (SHA1, 30 s, 6 digits)`. */
export const describeAuthenticator = (authenticator: Authenticator): string =>
  `"${authenticator.name}" (${authenticator.algorithm}, ${String(authenticator.timeStepSeconds)} s, ${String(authenticator.digits)} digits)`;

/** What is known of a token in one phrase: `30 s, SHA1, digits not stated, seed of 20 bytes`. */
export function describeToken(settings: TokenSettings, seedLength: number | undefined): string {
  const { algorithm, digits } = settings;
  return [
    `${String(settings.timeStepSeconds)} s`,
    algorithm ?? 'algorithm not stated',
    digits === undefined ? 'digits not stated' : `${String(digits)} digits`,
    ...(seedLength === undefined ? [] : [`seed of ${String(seedLength)} bytes`]),
  ].join(', ');
}
