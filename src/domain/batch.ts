import type { FileExposure } from './exposure.ts';
import type { InputProblem, WantedKey } from './intake.ts';

export const batchStates = [
  'planning',
  'awaiting_approval',
  'running',
  'paused',
  'stopping',
  'finished',
  'stopped',
  'rejected',
  'withdrawn',
  'expired',
  'discarded',
] as const;
export type BatchState = (typeof batchStates)[number];

export type BatchEvent =
  | 'submit'
  | 'discard'
  | 'approve'
  | 'reject'
  | 'withdraw'
  | 'expire'
  | 'recall'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'drain';

/**
 * A batch's life, as data. Anything not listed is refused; an empty entry is a final state. What leads out of `running`
 * to `awaiting_approval`, `expired` or `discarded` is taken only while nothing of the batch was begun.
 */
export const batchTransitions: Readonly<Record<BatchState, Partial<Record<BatchEvent, BatchState>>>> = {
  planning: { submit: 'awaiting_approval', discard: 'discarded', withdraw: 'withdrawn' },
  awaiting_approval: { approve: 'running', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
  running: {
    pause: 'paused',
    stop: 'stopping',
    drain: 'finished',
    expire: 'expired',
    recall: 'awaiting_approval',
    discard: 'discarded',
  },
  paused: { resume: 'running', stop: 'stopping' },
  stopping: { drain: 'stopped' },
  finished: {},
  stopped: {},
  rejected: {},
  withdrawn: {},
  expired: {},
  discarded: {},
};

/** The state after `event`, or undefined when the event means nothing in `state`. */
export const nextBatchState = (state: BatchState, event: BatchEvent): BatchState | undefined =>
  batchTransitions[state][event];

export const isFinalBatch = (state: BatchState): boolean => Object.keys(batchTransitions[state]).length === 0;

/** What a batch came from: a dropped file, one slash command, or another batch. */
export const batchKinds = ['csv', 'assign', 'revoke', 'replace', 'retry', 'undo'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** Whether a batch is about one row and nothing else, to be told in a sentence instead of a list. */
export const isSingle = ({ kind, rowCount }: { kind: BatchKind; rowCount: number }): boolean =>
  kind !== 'csv' && rowCount <= 1;

/** The file a batch was read from; absent for a command. */
export interface BatchFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly permalink?: string | undefined;
  /** Epoch ms when Slack was seen to have the file no longer. */
  readonly deletedAt?: number | undefined;
}

/** What a file waits for before it can be read. */
export interface FileLock {
  readonly wants: WantedKey;
  /** The name the file gives the key; empty where it gives none. */
  readonly keyName: string;
  /** How often something was entered that did not open it. */
  readonly tries: number;
}

/** What a card tells beside the rows themselves; written with the plan, or while its file is locked. */
export interface Briefing {
  /** Present while the file is locked. */
  readonly lock?: FileLock | undefined;
  /** What an approver should know before pressing, one plain sentence each. */
  readonly warnings?: readonly string[] | undefined;
  /** Why a file could not be read as a whole. */
  readonly inputProblems?: readonly InputProblem[] | undefined;
  /** What the dropped file shows to everybody in the channel; undefined where it was never understood. */
  readonly exposure?: FileExposure | undefined;
  /** For a command: whom it concerns, as Okta names them. */
  readonly subject?:
    | { readonly userName?: string | undefined; readonly tokenModel?: string | undefined }
    | undefined;
}

/** A batch as it is stored. Times are epoch ms; people are Slack user ids. Totals are counted from rows, not stored. */
export interface Batch {
  readonly id: string;
  /** Short name that people can read to each other, such as `K7QX-93FA`; empty while planning. */
  readonly code: string;
  readonly kind: BatchKind;
  readonly state: BatchState;
  readonly revision: number;
  /** SHA-256 (hex) over everything an approver agrees to; empty while planning. */
  readonly planHash: string;
  readonly channelId: string;
  readonly cardTs?: string | undefined;
  readonly requestedBy: string;
  /** The batch whose failed rows it tries again, or whose factors it takes back. */
  readonly sourceId?: string | undefined;
  /** The command as typed, without the slash; what a retry or an undo is of; empty for a file. */
  readonly command: string;
  /** Rows in the plan, whatever their verdict; 0 while planning. */
  readonly rowCount: number;
  readonly file?: BatchFile | undefined;
  /** A problem of the whole batch, as a sentence: why it was discarded, or paused. Empty when there is none. */
  readonly trouble: string;
  /** Set while rows run one by one until the first is enrolled, and people have not said that the others may follow. */
  readonly canary?: boolean | undefined;
  readonly expiresAt?: number | undefined;
  /** When the approved plan was found to be what is stored, and its approval to stand (epoch ms): before that nothing is begun. */
  readonly clearedAt?: number | undefined;
  readonly decidedBy?: string | undefined;
  readonly decidedAt?: number | undefined;
  readonly note: string;
  readonly briefing: Briefing;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
}
