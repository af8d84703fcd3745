import { AppError } from './errors.ts';
import type { VendorRow } from './intake.ts';
import type { Authenticator, Factor, UserMatch } from './okta.ts';
import type { RowAction, Verdict } from './row.ts';
import type { Report, Token, TokenSettings } from './token.ts';

/** What somebody asked for: a row of a file, or a command. A user is a login or an e-mail address, never a mention. */
export type AskedRow =
  | {
      readonly kind: 'file';
      readonly row: VendorRow;
      /** The vault's keyed fingerprint of the row's seed; empty where the row has none. */
      readonly seedFingerprint: string;
    }
  | {
      readonly kind: 'assign' | 'replace';
      readonly line: number;
      readonly user: string;
      readonly serial: string;
      readonly source?: SourceRow | undefined;
    }
  | { readonly kind: 'revoke'; readonly line: number; readonly user: string }
  | { readonly kind: 'find'; readonly line: number; readonly user: string; readonly serial: string }
  | AskedAgain
  | AskedRemoval;

/** A row of another batch that this one follows from. */
export interface SourceRow {
  readonly id: string;
  /** Tries so far, the failed one included; 0 where it did not fail and is taken back. */
  readonly tries: number;
  /** How the last of them ended, in whole sentences. */
  readonly outcome: string;
}

/** A row that failed and is asked for again, with the token as the earlier row described it. */
export interface AskedAgain {
  readonly kind: 'again';
  readonly line: number;
  readonly user: string;
  readonly serial: string;
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  readonly seedFingerprint: string;
  readonly seedLength: number;
  readonly source: SourceRow;
}

/** Exactly this factor is to go, and nothing in its stead: an earlier batch created it, or something is reported of its token. */
export interface AskedRemoval {
  readonly kind: 'remove';
  readonly line: number;
  readonly userId: string;
  readonly userLogin: string;
  readonly serial: string;
  readonly factorId: string;
  /** When the bot enrolled it (epoch ms); undefined where it did not. */
  readonly enrolledAt?: number | undefined;
  readonly source?: SourceRow | undefined;
  readonly report?: Report | undefined;
  /** Why, in the words of whoever reported it. */
  readonly because?: string | undefined;
}

/** Everything a plan rests on, read beforehand. */
export interface PlanInput {
  readonly asked: readonly AskedRow[];
  /** By the reference as it was asked for. */
  readonly matches: ReadonlyMap<string, UserMatch>;
  /** By Okta user id; what is absent counts as unreadable. */
  readonly factors: ReadonlyMap<string, readonly Factor[] | 'unreadable'>;
  readonly tokensBySerial: ReadonlyMap<string, Token>;
  readonly tokensByFingerprint: ReadonlyMap<string, Token>;
  /** Tokens the bot knows as assigned, by Okta user id. */
  readonly tokensOfUser?: ReadonlyMap<string, readonly Token[]> | undefined;
  readonly authenticators: readonly Authenticator[];
  /** Okta ids of the users with an administrator role; absent where Okta does not tell. */
  readonly admins?: ReadonlySet<string> | undefined;
  /** Logins that look like a reference Okta does not know, by that reference. */
  readonly similarLogins?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Epoch ms of the oldest observation in this input. */
  readonly at: number;
  /** The slash command people would type to mend something; `/token` when absent. */
  readonly command?: string | undefined;
}

/** What would happen to one asked row, and why. `action` is `none` where nothing will. */
export interface PlannedRow {
  readonly line: number;
  readonly action: RowAction;
  readonly verdict: Verdict;
  /** Whole sentences, plain text: why, how to mend it, and every warning. */
  readonly reason: string;
  readonly state: 'planned' | 'skipped' | 'blocked';
  readonly userRef: string;
  readonly userId: string;
  readonly userLogin: string;
  readonly serial: string;
  readonly authenticatorId: string;
  readonly targetFactorId: string;
  /** For `replace`: the token that is taken away, as far as the bot knows it. */
  readonly oldSerial?: string | undefined;
  readonly oldAuthenticatorId?: string | undefined;
  readonly seenFactorIds: readonly string[];
  readonly onlyFactor?: boolean | undefined;
  readonly report?: Report | undefined;
  readonly observedAt: number;
  /** Sentences an approver should read before he presses the button. */
  readonly warnings?: readonly string[] | undefined;
}

/** Something that keeps a row from being carried out. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What is known of a row before its verdict. */
export type RowFacts = Omit<PlannedRow, 'action' | 'verdict' | 'reason' | 'state' | 'warnings'>;

/** What weighs more comes first and gives the verdict: no use in mending a serial while the row cannot be read. */
const byWeight: readonly Verdict[] = [
  'bad_row',
  'duplicate_serial',
  'seed_reused',
  'user_unknown',
  'user_ambiguous',
  'user_inactive',
  'user_protected',
  'duplicate_user',
  'serial_unknown',
  'serial_unusable',
  'seed_mismatch',
  'serial_taken',
  'user_unreadable',
  'has_other_factor',
  'no_authenticator',
  'authenticator_ambiguous',
];

/** A row that will not run. Its verdict is that of the weightiest finding; its reason tells all of them. */
export function withheld(
  state: 'skipped' | 'blocked',
  facts: RowFacts,
  findings: readonly Finding[],
): PlannedRow {
  const sorted = findings.toSorted((a, b) => byWeight.indexOf(a.verdict) - byWeight.indexOf(b.verdict));
  const [first] = sorted;
  if (first === undefined) throw new AppError('INTERNAL', { withheldWithoutFinding: facts.line });
  return {
    ...facts,
    action: 'none',
    verdict: first.verdict,
    state,
    reason: sorted.map((finding) => finding.reason).join(' '),
  };
}

/** A row that will run once somebody approves it. */
export function granted(
  action: Exclude<RowAction, 'none'>,
  facts: RowFacts,
  promise: string,
  warnings: readonly string[],
): PlannedRow {
  const reason = [promise, ...warnings].join(' ');
  const row: PlannedRow = { ...facts, action, verdict: action, state: 'planned', reason };
  return warnings.length === 0 ? row : { ...row, warnings };
}
