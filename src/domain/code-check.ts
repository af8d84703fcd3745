import { chooseAuthenticator } from './authenticator.ts';
import type { Authenticator } from './okta.ts';
import type { Secret } from './secret.ts';
import type { Token } from './token.ts';
import { type CodeSettings, offsetsOf, stepAt } from './totp.ts';

/** What a code tells about a token before anybody asks Okta. */
export type LocalCheck =
  /** Okta would accept it. */
  | { readonly kind: 'fits'; readonly step: number }
  /** It is the token's, but its clock is so far off that Okta refuses it. */
  | { readonly kind: 'outside'; readonly step: number }
  /** Okta accepted this code or a later one before. */
  | { readonly kind: 'used'; readonly step: number }
  | { readonly kind: 'wrong' };

/** Okta never accepts a clock that is off by more: a code beyond is not worth finding. */
const widestMs = 30 * 60_000;

/** What Okta offers at most; where the authenticator could not be read, Okta itself has to say that a code is outside. */
const widestAcceptance = 10;

/** Settings with which a token's codes are made, and how many steps off Okta accepts them. */
export interface Acceptance {
  readonly settings: CodeSettings;
  readonly acceptedSteps: number;
}

/**
 * How a token's codes are made: as the authenticator says that it is enrolled under, or would be. Where none is known
 * the vendor's usual settings stand in for what the file did not say.
 */
export function acceptanceOf(
  { settings, seedLength, authenticatorId }: Pick<Token, 'settings' | 'seedLength' | 'authenticatorId'>,
  authenticators: readonly Authenticator[],
): Acceptance {
  const own = authenticators.find((one) => one.id === authenticatorId);
  const choice = chooseAuthenticator(settings, seedLength, authenticators);
  const under = own ?? (choice.kind === 'fits' ? choice.authenticator : undefined);
  const { timeStepSeconds } = under ?? settings;
  const algorithm = under?.algorithm ?? settings.algorithm ?? 'SHA1';
  const digits = under?.digits ?? settings.digits ?? 6;
  return {
    settings: { algorithm, digits, timeStepSeconds },
    acceptedSteps: under?.acceptedSteps ?? widestAcceptance,
  };
}

/** Steps to either side of now among which a single token's code is looked for. */
const wideReach = (timeStepSeconds: number): number => Math.floor(widestMs / 1000 / timeStepSeconds);

/** How far off (ms) a clock may be for Okta to accept every code of it. */
export const windowMs = ({ settings, acceptedSteps }: Acceptance): number =>
  acceptedSteps * settings.timeStepSeconds * 1000;

/** Compares a code with a seed, around a moment (epoch ms). `lastStep` is the latest that Okta is known to have accepted. */
export function checkCode(
  seed: Secret<Uint8Array>,
  acceptance: Acceptance,
  code: string,
  { at, lastStep = -1 }: { readonly at: number; readonly lastStep?: number | undefined },
): LocalCheck {
  const { settings, acceptedSteps } = acceptance;
  const reach = Math.max(acceptedSteps, wideReach(settings.timeStepSeconds));
  const [offset] = offsetsOf(seed, settings, code, { at, reach });
  if (offset === undefined) return { kind: 'wrong' };
  const step = stepAt(at, settings.timeStepSeconds) + offset;
  if (step <= lastStep) return { kind: 'used', step };
  return { kind: Math.abs(offset) > acceptedSteps ? 'outside' : 'fits', step };
}

/** How many of so many tokens fit a code by chance, looked for at so many steps. */
export const chanceHits = (tokens: number, steps: number, digits: number): number =>
  (tokens * steps) / 10 ** digits;
