import type { Flags } from '../flags.ts';
import type { UserRecord } from '../world.ts';

/** The eventually consistent copy of the users that `search` reads. */
export interface UserIndex {
  /** Takes note of a user as it is now; `undefined` says that it was deleted. */
  put(userId: string, user: UserRecord | undefined): void;
  /** Users as they were `searchLagMs` ago. */
  read(): readonly UserRecord[];
}

interface Pending {
  readonly visibleAt: number;
  readonly userId: string;
  readonly user: UserRecord | undefined;
}

/** An index that shows a change once `flags.searchLagMs` have passed on the clock. */
export function createUserIndex(clock: () => number, flags: Flags): UserIndex {
  const shown = new Map<string, UserRecord>();
  let pending: Pending[] = [];
  const settle = (entry: Pending): void => {
    if (entry.user === undefined) shown.delete(entry.userId);
    else shown.set(entry.userId, entry.user);
  };
  return {
    put: (userId, user) => {
      const copy = user === undefined ? undefined : structuredClone(user);
      pending.push({ visibleAt: clock() + flags.searchLagMs, userId, user: copy });
    },
    read: () => {
      const now = clock();
      for (const entry of pending) if (entry.visibleAt <= now) settle(entry);
      pending = pending.filter((entry) => entry.visibleAt > now);
      return [...shown.values()];
    },
  };
}
