import type { Allowance } from './okta.ts';
import { expectedMs } from './pace.ts';
import type { RowState } from './row.ts';

/** How a run stands at one moment. Times are epoch ms. */
export interface RunFacts {
  /** Rows that the approval set going. */
  readonly total: number;
  readonly states: Partial<Record<RowState, number>>;
  /** The rows that ended last after asking Okta, in any order. */
  readonly latest: readonly { readonly intentAt: number; readonly settledAt: number }[];
  /** Open rows that wait to be asked for, or looked at, again. */
  readonly postponed: number;
  readonly startedAt: number;
  readonly now: number;
  readonly allowance: Allowance | undefined;
}

export interface Progress {
  readonly total: number;
  /** Rows that have ended, however; the others are open. */
  readonly done: number;
  /** How many of ten parts are done; ten only when every row has ended. */
  readonly tenths: number;
  /** Rows that ended in a minute, lately; undefined before there is anything to go by. */
  readonly perMinute?: number | undefined;
  /** Undefined when nothing is left, or nobody can tell because Okta does not answer. */
  readonly leftMs?: number | undefined;
  /** Since when no row has ended although some were tried; undefined while it goes on. */
  readonly stalledSince?: number | undefined;
}

/** So long nothing has to end before people are told; a window of Okta's rate limit is as long. */
const stalledAfterMs = 90_000;
const tooFewToTell = 3;

/** Counts a run and says how fast it goes: from the median time of its latest rows, and from Okta's allowance. */
export function progressOf(facts: RunFacts): Progress {
  const { states, total, now } = facts;
  const open = (states.planned ?? 0) + (states.intended ?? 0) + (states.unknown ?? 0);
  const done = Math.max(0, total - open);
  const tenths = total === 0 ? 0 : Math.floor((done * 10) / total);
  const last = Math.max(facts.startedAt, ...facts.latest.map((one) => one.settledAt));
  const stalled = open > 0 && facts.postponed > 0 && now - last >= stalledAfterMs;
  if (stalled) return { total, done, tenths, stalledSince: last };
  const durations = facts.latest.map((one) => Math.max(1, one.settledAt - one.intentAt));
  const rowMs = durations.length < tooFewToTell ? undefined : median(durations);
  const leftMs = open === 0 ? undefined : expectedMs(open, facts.allowance, rowMs);
  return { total, done, tenths, perMinute: rateOf(facts), leftMs };
}

function rateOf({ latest, now }: RunFacts): number | undefined {
  if (latest.length < tooFewToTell) return undefined;
  const first = Math.min(...latest.map((one) => one.settledAt));
  return now <= first ? undefined : Math.round((latest.length * 60_000) / (now - first));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
