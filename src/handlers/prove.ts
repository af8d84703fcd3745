import { type Acceptance, acceptanceOf, checkCode, type LocalCheck, windowMs } from '../domain/code-check.ts';
import { isCustomOtp, type Outcome, type RejectReason } from '../domain/okta.ts';
import type { Token } from '../domain/token.ts';
import { aheadMs } from '../domain/totp.ts';
import {
  beginAsking,
  type CheckAnswer,
  type CodeCheck,
  countedTries,
  endAsking,
  forgiveTries,
  lastAcceptedStep,
  noteCheck,
} from '../store/code-checks.ts';
import type { NewOutbox } from '../store/outbox.ts';
import { loadSeed } from '../store/vault.ts';
import type { HandlerDeps } from './deps.ts';

/** What a code came to, for the person who typed it. */
export type Proof =
  | { readonly kind: 'works' | 'fits' | 'outside'; readonly aheadMs?: number | undefined }
  | { readonly kind: 'used' | 'wrong' | 'no_seed' }
  /** Okta was not asked: it holds failed tries against the user, and one more may lock him out. */
  | { readonly kind: 'near_lock'; readonly tries: number }
  /** The code is right by the seed that the bot holds, and Okta refuses it. */
  | { readonly kind: 'okta_refuses'; readonly reason: RejectReason; readonly summary: string }
  /** Okta could not be asked, or its answer was lost. */
  | { readonly kind: 'no_answer'; readonly counted: boolean };

/** Okta locks an account at the fifth failed try in a row (https://support.okta.com/help/s/article/otp-verification-attempts-limitations); people need some themselves. */
const triesAtMost = 3;

export interface Proving {
  readonly actor: string;
  readonly code: string;
}

/** A code held against the seed, and how it would be noted. */
interface Compared {
  readonly local: LocalCheck;
  readonly check: CodeCheck;
}

/** Compares a code with the sealed seed of a token, far to either side of now; undefined where the bot has no seed. */
export async function compare(
  deps: HandlerDeps,
  token: Token,
  { actor, code }: Proving,
): Promise<Compared | undefined> {
  const acceptance = acceptanceOf(token, await deps.authenticators());
  const seed = await loadSeed(deps.db, deps.vault, token.serial);
  if (seed === undefined) return undefined;
  const at = deps.clock.now();
  try {
    const lastStep = await lastAcceptedStep(deps.db, token.serial);
    const local = checkCode(seed, acceptance, code, { at, lastStep });
    const seen = seenOf(local, acceptance, at);
    return { local, check: { serial: token.serial, userId: token.userId ?? '', at, actor, seen } };
  } finally {
    seed.wipe();
  }
}

/** A code that was used before may be an old one: it tells nothing about the clock. */
function seenOf(local: LocalCheck, acceptance: Acceptance, at: number): CodeCheck['seen'] {
  if (local.kind === 'wrong' || local.kind === 'used') return undefined;
  const { step } = local;
  return {
    step,
    aheadMs: aheadMs(step, at, acceptance.settings.timeStepSeconds),
    windowMs: windowMs(acceptance),
  };
}

/** Tries a token without asking Okta. */
export async function tryToken(deps: HandlerDeps, token: Token, proving: Proving): Promise<Proof> {
  const compared = await compare(deps, token, proving);
  if (compared === undefined) return { kind: 'no_seed' };
  const { local, check } = compared;
  await noteCheck(deps.db, check, local.kind);
  return { kind: local.kind, aheadMs: check.seen?.aheadMs };
}

/**
 * Proves the token of a user. What the seed alone can tell never reaches Okta, which counts failures; a code that
 * should work is tried there once.
 */
export async function proveToken(deps: HandlerDeps, token: Token, proving: Proving): Promise<Proof> {
  const { userId, factorId } = token;
  if (userId === undefined || factorId === undefined) return tryToken(deps, token, proving);
  const compared = await compare(deps, token, proving);
  const blind = { serial: token.serial, userId, at: deps.clock.now(), actor: proving.actor };
  if (compared === undefined) return askOkta(deps, { factorId, code: proving.code, check: blind });
  const { local, check } = compared;
  if (local.kind === 'fits') return askOkta(deps, { factorId, code: proving.code, check });
  await noteCheck(deps.db, check, local.kind);
  return { kind: local.kind, aheadMs: check.seen?.aheadMs };
}

interface Asking {
  readonly factorId: string;
  readonly code: string;
  readonly check: CodeCheck;
  /** What is said in a channel about the result, put on disk together with it. */
  readonly tell?: ((proof: Proof) => readonly NewOutbox[]) | undefined;
}

/** Asks Okta once; the try is on disk before the request leaves, and counts until the answer says otherwise. */
export async function askOkta(deps: HandlerDeps, { factorId, code, check, tell }: Asking): Promise<Proof> {
  const { userId } = check;
  const id =
    (await beginAsking(deps.db, check, triesAtMost)) ??
    ((await signedInSince(deps, userId, factorId))
      ? await beginAsking(deps.db, check, triesAtMost)
      : undefined);
  if (id === undefined) {
    const refused: Proof = { kind: 'near_lock', tries: (await countedTries(deps.db, userId)).count };
    await noteCheck(deps.db, { ...check, seen: undefined }, 'unanswered', tell?.(refused));
    return refused;
  }
  const reply = await deps.okta.verify(userId, factorId, code);
  const { proof, answer, counted } = meaningOf(reply, check);
  await endAsking(deps.db, id, check, { answer, counted, outbox: tell?.(proof) });
  return proof;
}

/** Whether Okta shows that a code of the user was accepted since his last failed try: then it counts from nothing. */
async function signedInSince(deps: HandlerDeps, userId: string, factorId: string): Promise<boolean> {
  const { lastAt } = await countedTries(deps.db, userId);
  const seen = await deps.okta.factors(userId);
  const factor =
    seen.kind === 'ok' ? seen.value.filter(isCustomOtp).find(({ id }) => id === factorId) : undefined;
  if ((factor?.verifiedAt ?? 0) <= lastAt) return false;
  await forgiveTries(deps.db, userId);
  return true;
}

interface Meaning {
  readonly proof: Proof;
  readonly answer: Exclude<CheckAnswer, 'asked' | 'fits'>;
  readonly counted: boolean;
}

function meaningOf(reply: Outcome<'passed'>, { seen }: CodeCheck): Meaning {
  if (reply.kind === 'ok')
    return { proof: { kind: 'works', aheadMs: seen?.aheadMs }, answer: 'works', counted: false };
  if (reply.kind === 'retry')
    return { proof: { kind: 'no_answer', counted: false }, answer: 'unanswered', counted: false };
  if (reply.kind === 'unknown')
    return { proof: { kind: 'no_answer', counted: true }, answer: 'unanswered', counted: true };
  const { reason, summary } = reply;
  const counted = countedBy.has(reason);
  if (reason === 'code_reused') return { proof: { kind: 'used' }, answer: 'used', counted };
  if (reason === 'code_outside_window')
    return { proof: { kind: 'outside', aheadMs: seen?.aheadMs }, answer: 'outside', counted };
  return { proof: { kind: 'okta_refuses', reason, summary }, answer: 'refused', counted };
}

const countedBy: ReadonlySet<RejectReason> = new Set([
  'wrong_code',
  'code_reused',
  'code_outside_window',
  'user_locked',
]);
