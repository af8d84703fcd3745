// Slack answers a bad block with the words of its own schema validator, github.com/slackhq/hack-json-schema: one line
// per problem, each ending in a JSON pointer. All problems are reported, not only the first.
import { isArray, isObject } from '../json.ts';

/** Says what is wrong with a value found at a JSON pointer; nothing when it is acceptable. */
export type Check = (value: unknown, at: string) => readonly string[];

export const problem = (what: string, at: string): string => `${what} [json-pointer:${at}]`;

interface Size {
  readonly min?: number;
  readonly max?: number;
}

export function string(size: Size = {}): Check {
  const { min = 0, max = Infinity } = size;
  return (value, at) => {
    if (typeof value !== 'string') return [problem('must provide a string', at)];
    if (value.length > max) return [problem(`must be less than ${String(max + 1)} characters`, at)];
    if (value.length < min) return [problem(`must be more than ${String(min - 1)} characters`, at)];
    return [];
  };
}

export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? [] : [problem('must provide a boolean', at)];

export const number: Check = (value, at) =>
  typeof value === 'number' ? [] : [problem('must provide a number', at)];

export function integer(size: Size = {}): Check {
  const { min = -Infinity, max = Infinity } = size;
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return [problem('must provide an integer', at)];
    if (value > max) return [problem(`must be less than ${String(max)}`, at)];
    if (value < min) return [problem(`must be greater than ${String(min)}`, at)];
    return [];
  };
}

export const anything: Check = () => [];

export function oneOf(...values: readonly string[]): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [problem('must provide a string', at)];
    return values.includes(value) ? [] : [problem('must be a valid enum value', at)];
  };
}

export function array(item: Check, size: Size = {}): Check {
  const { min = 0, max = Infinity } = size;
  return (value, at) => {
    if (!isArray(value)) return [problem('must provide an array', at)];
    if (value.length > max) return [problem(`no more than ${String(max)} items allowed`, at)];
    if (value.length < min) return [problem(`must provide at least ${String(min)} items`, at)];
    return value.flatMap((element, index) => item(element, `${at}/${String(index)}`));
  };
}

type Fields = Readonly<Record<string, Check>>;

/** An object with these fields and no others. */
export function object(required: Fields, optional: Fields = {}): Check {
  const known = new Map(Object.entries({ ...required, ...optional }));
  return (value, at) => {
    if (!isObject(value)) return [problem('must provide an object', at)];
    const missing = Object.keys(required).filter((name) => value[name] === undefined);
    const fields = Object.entries(value).flatMap(([name, field]) => {
      const check = known.get(name);
      if (check === undefined) return [problem(`invalid additional property: ${name}`, at)];
      return field === undefined ? [] : check(field, `${at}/${name}`);
    });
    return [...missing.map((name) => problem(`missing required field: ${name}`, at)), ...fields];
  };
}

/** Chooses the check by the object's `type`. */
export function byType(checks: Fields): Check {
  const known = new Map(Object.entries(checks));
  return (value, at) => {
    if (!isObject(value)) return [problem('must provide an object', at)];
    const { type } = value;
    if (typeof type !== 'string') return [problem('missing required field: type', at)];
    const check = known.get(type);
    return check === undefined ? [problem(`unsupported type: ${type}`, `${at}/type`)] : check(value, at);
  };
}

/** Both checks, the second only once the first is content. */
export function and(first: Check, second: Check): Check {
  return (value, at) => {
    const problems = first(value, at);
    return problems.length > 0 ? problems : second(value, at);
  };
}

/** At least one of the named fields. */
export function withOneOf(...names: readonly string[]): Check {
  return (value, at) => {
    if (isObject(value) && names.some((name) => value[name] !== undefined)) return [];
    return [problem(`missing required field: ${names[0] ?? ''}`, at)];
  };
}
