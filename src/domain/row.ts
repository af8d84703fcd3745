import type { Report } from './token.ts';

export const rowStates = [
  'planned',
  'intended',
  'unknown',
  'enrolled',
  'unenrolled',
  'stocked',
  'skipped',
  'blocked',
  'failed',
  'cancelled',
  'needs_review',
] as const;
export type RowState = (typeof rowStates)[number];

export const rowActions = ['enroll', 'unenroll', 'replace', 'stock', 'none'] as const;
export type RowAction = (typeof rowActions)[number];

export type RowEvent =
  | 'intend'
  | 'enroll'
  | 'unenroll'
  | 'stock'
  | 'skip'
  | 'fail'
  | 'release'
  | 'step'
  | 'hold'
  | 'lose'
  | 'review'
  | 'find'
  | 'cancel';

/**
 * A row's life, as data. `intended` means an intent is on disk and Okta may be asked; `unknown` means the answer was
 * lost and only looking can settle it; `release` returns a row whose request certainly had no effect, and `hold` one
 * that waits until others have shown whether its refusal concerns them too. `find` is the one way out of an end: a
 * later look showed what had been left to a person. `step` leads to the next request of a replacement.
 */
export const rowTransitions: Readonly<Record<RowState, Partial<Record<RowEvent, RowState>>>> = {
  planned: {
    intend: 'intended',
    stock: 'stocked',
    skip: 'skipped',
    hold: 'planned',
    step: 'planned',
    fail: 'failed',
    cancel: 'cancelled',
    review: 'needs_review',
  },
  intended: {
    enroll: 'enrolled',
    unenroll: 'unenrolled',
    fail: 'failed',
    release: 'planned',
    hold: 'planned',
    step: 'planned',
    lose: 'unknown',
    review: 'needs_review',
  },
  unknown: {
    enroll: 'enrolled',
    unenroll: 'unenrolled',
    intend: 'intended',
    fail: 'failed',
    review: 'needs_review',
  },
  enrolled: {},
  unenrolled: {},
  stocked: {},
  skipped: {},
  blocked: {},
  failed: {},
  cancelled: {},
  needs_review: { find: 'enrolled' },
};

/** The state after `event`, or undefined when the event means nothing in `state`. */
export const nextRowState = (state: RowState, event: RowEvent): RowState | undefined =>
  rowTransitions[state][event];

/** Whether the row's work has ended: its batch does not wait for it, though a later look may still correct it. */
export const isFinalRow = (state: RowState): boolean =>
  Object.keys(rowTransitions[state]).every((event) => event === 'find');

/** What planning found for a row. The first four will change something; the rest explain why nothing will happen. */
export const verdicts = [
  'enroll',
  'unenroll',
  'replace',
  'stock',
  'already_enrolled',
  'already_in_stock',
  'nothing_to_revoke',
  'has_other_factor',
  'user_unknown',
  'user_ambiguous',
  'user_inactive',
  'user_protected',
  'user_unreadable',
  'serial_taken',
  'serial_unknown',
  'serial_unusable',
  'duplicate_user',
  'duplicate_serial',
  'seed_mismatch',
  'seed_reused',
  'no_authenticator',
  'authenticator_ambiguous',
  'bad_row',
] as const;
export type Verdict = (typeof verdicts)[number];

/** How far a replacement is: unset before the old token is taken away, then enrolling the new, or the old one again. */
export const rowSteps = ['enroll', 'restore'] as const;
export type RowStep = (typeof rowSteps)[number];

/** A row as it is stored. Sentences in `reason` and `outcome` are plain text, to be escaped where they are shown. */
export interface Row {
  readonly id: string;
  readonly batchId: string;
  /** Line of the file, counted from 1 with the header; 1 for a command. */
  readonly line: number;
  readonly action: RowAction;
  readonly verdict: Verdict;
  /** Why this verdict, and how to mend it, in whole sentences. */
  readonly reason: string;
  readonly state: RowState;
  /** The user as asked for; empty for stock. */
  readonly userRef: string;
  readonly userId: string;
  readonly userLogin: string;
  readonly serial: string;
  readonly authenticatorId: string;
  /** The factor to delete; only for `unenroll` and `replace`. */
  readonly targetFactorId: string;
  /** For `replace`: the token that is taken away, where the bot knows it and could give it back. */
  readonly oldSerial?: string | undefined;
  readonly oldAuthenticatorId?: string | undefined;
  readonly step?: RowStep | undefined;
  /** What was reported of the token, where that is why the row is there; it decides what the token becomes. */
  readonly report?: Report | undefined;
  /** Ids of every custom OTP factor Okta showed for the user when the row was planned, then when it was intended. */
  readonly seenFactorIds: readonly string[];
  /** Whether, after an un-enrolment, another factor would be left; undefined where it does not matter. */
  readonly onlyFactor?: boolean | undefined;
  /** Epoch ms of the observation the verdict rests on. */
  readonly observedAt: number;
  /** Intents written so far, each followed by at most one request. */
  readonly attempt: number;
  /** How many of those requests had their answer lost (event `lose`). */
  readonly lost: number;
  readonly intentAt?: number | undefined;
  /** Okta's clock (epoch ms) at the last look before the intent. */
  readonly oktaAt?: number | undefined;
  /** Okta's clock (epoch ms) at the first intent whose answer was lost. */
  readonly doubtFrom?: number | undefined;
  /** Not to be tried again before this time (epoch ms). */
  readonly notBefore?: number | undefined;
  /** Set while the row is held back: the outcome it gets if its refusal turns out to be about this row alone. */
  readonly held?: string | undefined;
  /** Why it failed, in a word; undefined unless it did. */
  readonly cause?: string | undefined;
  /** The factor this row created or removed. */
  readonly factorId: string;
  /** What happened, and what to do next, in whole sentences; empty until settled. */
  readonly outcome: string;
  readonly requestId: string;
  readonly settledAt?: number | undefined;
}
