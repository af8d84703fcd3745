import type { FailureCause } from './settle.ts';

/** How the rows of a batch ended that asked something of Okta, since it began or since somebody resumed it. */
export interface Tally {
  readonly ended: number;
  readonly failed: number;
  /** The cause of the last failure while nothing went well since, and how often it came in a row. */
  readonly cause?: FailureCause | undefined;
  readonly alike: number;
  /** Rows in a row that Okta did not let the credential change; held back, and not among those that ended. */
  readonly held: number;
  /** Whether the batch paused by itself on these numbers. */
  readonly paused: boolean;
}

export const emptyTally: Tally = { ended: 0, failed: 0, alike: 0, held: 0, paused: false };

/** A row that ended well, failed for a cause, or was held back because Okta refused the permission. */
export type Ending =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly cause: FailureCause }
  | { readonly kind: 'held' };

/** The numbers after one more row. Whoever is not held back shows that the permission is there after all. */
export function tallied(tally: Tally, ending: Ending): Tally {
  if (ending.kind === 'held') return { ...tally, held: tally.held + 1 };
  const ended = { ...tally, ended: tally.ended + 1, held: 0 };
  if (ending.kind === 'done') return { ...ended, cause: undefined, alike: 0 };
  const alike = ending.cause === tally.cause ? tally.alike + 1 : 1;
  return { ...ended, failed: tally.failed + 1, cause: ending.cause, alike };
}

export const alikeLimit = 5;
export const heldLimit = 3;
/** Below this many endings a share says nothing: one failure of four is no pattern. */
export const shareFrom = 10;
const shareLimit = 0.2;

/** Why a batch waits for a person instead of running into the same wall with every row; undefined while it may go on. */
export function whyPause(tally: Tally): string | undefined {
  if (tally.held >= heldLimit)
    return `Okta did not let the bot's credential change ${String(tally.held)} users in a row. These rows have not failed: give the credential's role the users and their authenticators, then press Resume to run them again.`;
  if (tally.cause !== undefined && tally.alike >= alikeLimit)
    return `${String(tally.alike)} rows in a row ended the same way: ${causes[tally.cause]}. Mend the cause and press Resume, or press Stop to cancel the rest.`;
  if (tally.ended >= shareFrom && tally.failed > tally.ended * shareLimit)
    return `${String(tally.failed)} of ${String(tally.ended)} rows did not end well, more than one in five. Their replies say why. Press Resume to go on with the others, or Stop to cancel them.`;
  return undefined;
}

const causes: Readonly<Record<FailureCause, string>> = {
  permission: 'the credential may not change the user',
  already_set_up: 'Okta says that the user already has a Custom OTP factor',
  not_allowed_by_policy: 'the enrolment policy does not allow the authenticator',
  user_status: 'the status of the user does not allow it',
  not_found: 'Okta does not know the user or the authenticator',
  invalid: 'Okta did not accept the request',
  wrong_code: 'Okta did not accept the code',
  code_reused: 'Okta had seen the code before',
  code_outside_window: 'the clock of the token is outside the window that Okta accepts',
  user_locked: 'the account is locked',
  authenticator_gone: 'the authenticator is no longer active',
  user_protected: 'the user has become an administrator',
  answer_lost: 'the answer was lost, and looking did not settle what happened',
  bot_fault: 'a fault in the bot itself',
};
