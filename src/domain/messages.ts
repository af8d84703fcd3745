import type { Refusal } from './approval.ts';
import type { Batch } from './batch.ts';
import type { Leftover } from './follow-up.ts';
import type { PublicKeys } from './keys.ts';
import type { Authenticator } from './okta.ts';
import type { Progress } from './progress.ts';
import type { Row, RowState, Verdict } from './row.ts';

export type ApprovalPolicy = 'confirm' | 'second-person';

/** Who may press Approve, as the card says it. */
export type ApproverRule =
  | { readonly kind: 'channel' }
  | { readonly kind: 'listed'; readonly userIds: readonly string[]; readonly groupId?: string | undefined };

/** Everything the card shows. Rows beyond what fits are counted here and stand in full in the plan file. */
export interface CardModel {
  readonly batch: Batch;
  readonly rowCount: number;
  readonly verdicts: Partial<Record<Verdict, number>>;
  readonly states: Partial<Record<RowState, number>>;
  /** Rows that need a person, in order of line; at most as many as a card can carry. */
  readonly problems: readonly Row[];
  readonly problemCount: number;
  /** The rows that will change something, when they are few enough to be listed (a command, a small file). */
  readonly changes: readonly Row[];
  readonly authenticators: readonly Authenticator[];
  /** How long the run is expected to take, ms. */
  readonly expectedMs?: number | undefined;
  /** How far an approved run has come; undefined before. */
  readonly progress?: Progress | undefined;
  readonly policy: ApprovalPolicy;
  readonly approvers: ApproverRule;
  /** What can follow, or has followed, once it has ended. */
  readonly left?: Leftover | undefined;
}

/** A line of the thread about one user. */
export interface RowReply {
  readonly row: Row;
  readonly code: string;
}

/** Everything the bot says. The Slack layer turns a message into text and blocks; nobody else formats. */
export type Message =
  | { readonly kind: 'card'; readonly card: CardModel }
  | { readonly kind: 'row'; readonly reply: RowReply }
  | {
      readonly kind: 'rows';
      readonly replies: readonly RowReply[];
      readonly part: number;
      readonly parts: number;
    }
  | { readonly kind: 'report'; readonly card: CardModel }
  | { readonly kind: 'delete_file'; readonly batch: Batch; readonly members?: number | undefined }
  | { readonly kind: 'file_deleted'; readonly batch: Batch }
  | {
      readonly kind: 'notice';
      /** Plain sentences; a line break starts a new paragraph. */
      readonly text: string;
      /** Who did what the text tells (a Slack user id), and when (epoch ms). */
      readonly by?: string | undefined;
      readonly at?: number | undefined;
      /** The card it is about. */
      readonly permalink?: string | undefined;
    }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | {
      readonly kind: 'help';
      readonly command: string;
      readonly problem?: string | undefined;
      /** The word that is not a command, to be answered with the closest one. */
      readonly unknown?: string | undefined;
    }
  | { readonly kind: 'keys'; readonly keys: PublicKeys }
  | { readonly kind: 'whoami'; readonly who: WhoAmI }
  | { readonly kind: 'batches'; readonly batches: readonly BatchLine[] }
  | { readonly kind: 'status'; readonly status: TokenStatus };

export interface WhoAmI {
  readonly userId: string;
  readonly email?: string | undefined;
  readonly oktaLogin?: string | undefined;
  /** What the person may do, or why not. */
  readonly mayUse: true | Refusal;
  readonly mayApprove: true | Refusal;
}

export interface BatchLine {
  readonly batch: Batch;
  readonly states: Partial<Record<RowState, number>>;
  readonly permalink?: string | undefined;
}

/** What codes of a token have told: whether it is proven, and how its clock goes. Times are epoch ms. */
export interface TokenClock {
  readonly verifiedAt?: number | undefined;
  readonly aheadMs?: number | undefined;
  readonly leavesAt?: number | undefined;
}

/** What is known about a token or a user, the bot's view beside Okta's. */
export type TokenStatus =
  | {
      readonly kind: 'bot';
      readonly stock: number;
      readonly assigned: number;
      readonly waiting: number;
      readonly running: number;
      readonly exposedFiles: readonly Batch[];
    }
  | {
      readonly kind: 'token';
      readonly serial: string;
      readonly state: string;
      readonly model: string;
      readonly userLogin?: string | undefined;
      readonly since?: number | undefined;
      readonly by?: string | undefined;
      readonly clock?: TokenClock | undefined;
      /** Whose a lost or faulty token was. */
      readonly formerUserLogin?: string | undefined;
      readonly okta: string;
    }
  | {
      readonly kind: 'user';
      readonly login: string;
      readonly userStatus: string;
      readonly serial?: string | undefined;
      readonly since?: number | undefined;
      readonly clock?: TokenClock | undefined;
      readonly okta: string;
    }
  | {
      readonly kind: 'not_found';
      readonly asked: string;
      readonly candidates: readonly string[];
      /** How many fit besides these. */
      readonly more: number;
    };
