import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../world.ts';

/** A method's arguments: strings from a form, any JSON from a JSON body. */
export type Args = JsonObject;

/** A text argument; numbers of a JSON body count as text, the empty string as absent. */
export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flag(args: Args, name: string, byDefault = false): boolean {
  const value = args[name];
  if (value === undefined || value === '') return byDefault;
  return value === true || value === 1 || value === 'true' || value === '1';
}

/** A whole number; `undefined` where it is absent or not one. */
export function count(args: Args, name: string): number | undefined {
  const value = text(args, name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Whether the argument was given at all, be it empty. */
export const has = (args: Args, name: string): boolean => args[name] !== undefined && args[name] !== null;

/** A value that forms carry as a JSON text. */
export function json(args: Args, name: string): unknown {
  const value = args[name];
  return typeof value === 'string' ? parseJson(value) : value;
}

export function jsonObject(args: Args, name: string): JsonObject | undefined {
  const value = json(args, name);
  return isObject(value) ? value : undefined;
}
