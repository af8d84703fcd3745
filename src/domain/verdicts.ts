import { verdicts, type Verdict } from './row.ts';

/** Rows that an approval sets going. */
export const changing: readonly Verdict[] = ['enroll', 'unenroll', 'replace', 'stock'];

/** Rows that are right as they are: nothing happens, and nobody has to do anything. */
export const settledAlready: readonly Verdict[] = ['already_enrolled', 'already_in_stock'];

/** Rows that cannot run until somebody mends something. */
export const needsAPerson: readonly Verdict[] = verdicts.filter(
  (verdict) => !changing.includes(verdict) && !settledAlready.includes(verdict),
);
