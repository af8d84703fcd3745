import type { BatchState } from '../../src/domain/batch.ts';
import type { RowState } from '../../src/domain/row.ts';
import type { TokenState } from '../../src/domain/token.ts';

// What docs/states.md says about each state. The types see to it that none is forgotten and none is left over.

export const batchMeanings: Readonly<Record<BatchState, string>> = {
  planning: 'Rows are read and compared with what Okta holds. Nobody can approve yet.',
  awaiting_approval:
    'The card shows the plan and its code. Nothing runs. An approval that does not stand when the run begins leads back here.',
  running:
    'Approved. Before the first row, the stored plan and the approval are looked at once more; then rows are carried out one after another.',
  paused: 'Approved, and held: no further row is begun until somebody resumes or stops it.',
  stopping: 'No further row is begun; the one under way is brought to its outcome.',
  finished: 'Every row has an outcome.',
  stopped: 'Ended by a person before every row had run. What was not begun is cancelled.',
  rejected: 'An approver said no. Nothing ran.',
  withdrawn: 'The requester took it back. Nothing ran.',
  expired: 'Nobody decided in time, or the run could not begin in time. Nothing ran.',
  discarded:
    'Nothing in it could run: the file could not be read, no row would change anything, or what was stored was not what was approved.',
};

export const rowMeanings: Readonly<Record<RowState, string>> = {
  planned: 'Waits for its turn, or for the approval.',
  intended: 'The intent is on disk; Okta may be asked.',
  unknown:
    'Okta may have done it, but its answer was lost. The user’s factors are read before anything else.',
  enrolled: 'Okta holds the factor.',
  unenrolled: 'Okta no longer holds the factor.',
  stocked: 'The token is in stock, with its seed sealed.',
  skipped: 'Nothing to do: Okta and the bot already hold what was asked for, or it no longer applies.',
  blocked: 'Could not run as it was written. The reason names the mistake and how to mend it.',
  failed: 'Okta refused. The outcome gives Okta’s reason.',
  cancelled: 'Its batch ended before its turn.',
  needs_review: 'Looking could not settle what happened. A person has to compare with Okta.',
};

export const tokenMeanings: Readonly<Record<TokenState, string>> = {
  stock: 'Has a seed and no user; can be assigned by its serial.',
  assigned: 'Belongs to a user; Okta holds its factor.',
  lost: 'Reported lost, and un-enrolled. Its owner and its seed are kept, so that it can be given back when it is found.',
  faulty: 'Does not give codes that Okta accepts. Nobody is given it until it is returned to stock.',
  retired: 'Never handed out again; its seed is deleted.',
};
