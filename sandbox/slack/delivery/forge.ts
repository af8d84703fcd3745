import type { InteractionFault } from '../faults.ts';
import { isArray, isObject } from '../json.ts';
import type { JsonObject } from '../world.ts';

function replaced(target: unknown, path: readonly string[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (isArray(target))
    return target.map((item, index) => (String(index) === head ? replaced(item, rest, value) : item));
  if (!isObject(target)) return target;
  if (rest.length > 0) return { ...target, [head]: replaced(target[head], rest, value) };
  const others = Object.entries(target).filter(([key]) => key !== head);
  return Object.fromEntries(value === null ? others : [...others, [head, value]]);
}

/** The payload with the faults' dotted paths (`actions.0.value`) set, or removed where the new value is `null`. */
export function forged(payload: JsonObject, faults: readonly InteractionFault[]): JsonObject {
  const changes = faults.flatMap((fault) => (fault.do === 'forge' ? Object.entries(fault.set) : []));
  const result = changes.reduce<unknown>(
    (current, [path, value]) => replaced(current, path.split('.'), value),
    payload,
  );
  return isObject(result) ? result : payload;
}
