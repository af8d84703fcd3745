import type { FaultKinds, FaultRule, Place } from './faults.ts';
import type { Ids } from './ids.ts';
import type { Random } from './random.ts';

export type ActiveRule = FaultRule & { readonly id: string; seen: number; fired: number };

export interface FaultRules {
  readonly rules: readonly ActiveRule[];
  add(rule: FaultRule): string;
  remove(id: string): void;
  clear(): void;
  /** The faults that hit this call, oldest rule first, each kind at most once. */
  hit<At extends Place>(at: At, subject: string): readonly FaultKinds[At][];
}

const isAt = <At extends Place>(
  rule: ActiveRule,
  at: At,
): rule is ActiveRule & { readonly at: At; readonly fault: FaultKinds[At] } => rule.at === at;

export function makeFaultRules(ids: Ids, random: Random): FaultRules {
  const rules: ActiveRule[] = [];
  const fires = (rule: ActiveRule) => {
    rule.seen += 1;
    if (rule.times !== undefined && rule.fired >= rule.times) return false;
    if (rule.nth !== undefined && ![rule.nth].flat().includes(rule.seen)) return false;
    if (rule.probability !== undefined && random() >= rule.probability) return false;
    rule.fired += 1;
    return true;
  };
  return {
    rules,
    add(rule) {
      const id = ids.object('X');
      rules.push({ ...rule, id, seen: 0, fired: 0 });
      return id;
    },
    remove(id) {
      const index = rules.findIndex((rule) => rule.id === id);
      if (index >= 0) rules.splice(index, 1);
    },
    clear() {
      rules.length = 0;
    },
    hit<At extends Place>(at: At, subject: string) {
      const hits = new Map<string, FaultKinds[At]>();
      for (const rule of rules) {
        if (!isAt(rule, at) || (rule.match !== undefined && rule.match !== subject)) continue;
        if (!hits.has(rule.fault.do) && fires(rule)) hits.set(rule.fault.do, rule.fault);
      }
      return [...hits.values()];
    },
  };
}
