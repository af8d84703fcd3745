import type { Verdict } from './row.ts';

type Verdicts = Partial<Record<Verdict, number>>;

/** Up to so many changed users one click and its dialog are enough; above, the number is typed by hand. */
const typedAbove = 20;

/** How many users a plan changes, by the verdicts of its rows: no user stands in two rows that change something. */
export const usersChanged = (verdicts: Verdicts): number =>
  (verdicts.enroll ?? 0) + (verdicts.replace ?? 0) + (verdicts.unenroll ?? 0);

/** Whether approving it takes more than a click. */
export const isBulk = (verdicts: Verdicts): boolean => usersChanged(verdicts) > typedAbove;
