import type { ActiveFault, Fault, FaultRule, Faults } from '../faults.ts';

/** The side of the faults that the server asks: what happens to this call? */
export interface FaultDesk {
  readonly faults: Faults;
  /** The faults that hit one call, at most one of each kind; counts the call for every rule that matches. */
  draw(call: { readonly method: string; readonly pattern: string | null }): readonly Fault[];
}

interface Held {
  readonly id: string;
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

/** Keeps fault rules; `chance` gives numbers in [0, 1) and `changed` hears of every new or spent rule. */
export function createFaultDesk(chance: () => number, changed: () => void): FaultDesk {
  let held: Held[] = [];
  let added = 0;
  const add = (rule: FaultRule): string => {
    added += 1;
    held.push({ id: `fault-${added}`, rule, seen: 0, fired: 0 });
    changed();
    return `fault-${added}`;
  };
  const faults: Faults = {
    add,
    once: (route, fault) => add({ route, fault, times: 1 }),
    remove: (id) => {
      held = held.filter((each) => each.id !== id);
      changed();
    },
    clear: () => {
      held = [];
      changed();
    },
    get rules(): readonly ActiveFault[] {
      return held.map(({ id, rule, seen, fired }) => ({ ...rule, id, seen, fired }));
    },
  };
  return {
    faults,
    draw: ({ method, pattern }) => {
      const drawn = new Map<string, Fault>();
      for (const each of held) {
        if (!isFor(each.rule.route ?? '*', method, pattern)) continue;
        each.seen += 1;
        const { kind } = each.rule.fault;
        if (drawn.has(kind) || !fires(each, chance)) continue;
        each.fired += 1;
        drawn.set(kind, each.rule.fault);
      }
      return [...drawn.values()];
    },
  };
}

const isFor = (route: string, method: string, pattern: string | null): boolean =>
  ['*', method, `${method} ${pattern ?? ''}`, pattern].includes(route);

function fires({ rule, seen, fired }: Held, chance: () => number): boolean {
  if (rule.times !== undefined && fired >= rule.times) return false;
  const wanted = typeof rule.nth === 'number' ? [rule.nth] : rule.nth;
  if (wanted !== undefined && !wanted.includes(seen)) return false;
  return rule.probability === undefined || chance() < rule.probability;
}
