import type { Ids } from './ids.ts';

/** A trigger_id opens a modal once, within three seconds (docs.slack.dev/surfaces/modals). */
const lifetimeMs = 3000;

export type Spent =
  | { readonly ok: true; readonly userId: string }
  | {
      readonly ok: false;
      readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
    };

export interface Triggers {
  issue(userId: string): string;
  /** Uses the trigger up; says why it cannot be used. */
  spend(triggerId: string): Spent;
}

export function makeTriggers(ids: Ids, now: () => number): Triggers {
  const issued = new Map<string, { readonly userId: string; readonly until: number; spent: boolean }>();
  return {
    issue(userId) {
      const triggerId = `${ids.digits(13)}.${ids.digits(12)}.${ids.hex(32)}`;
      issued.set(triggerId, { userId, until: now() + lifetimeMs, spent: false });
      return triggerId;
    },
    spend(triggerId) {
      const trigger = issued.get(triggerId);
      if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
      if (trigger.spent) return { ok: false, error: 'exchanged_trigger_id' };
      if (now() > trigger.until) return { ok: false, error: 'expired_trigger_id' };
      trigger.spent = true;
      return { ok: true, userId: trigger.userId };
    },
  };
}
