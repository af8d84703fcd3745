// OpenAPI lets a request carry properties nobody declared. Okta ignores them, so a misspelt one goes unnoticed:
// here they are looked for, through everything that may describe a value.
import { list, node, refName, resolve, type Node } from './document.ts';

export interface Undeclared {
  /** JSON pointer of the object that holds it. */
  readonly at: string;
  readonly name: string;
}

/** Properties of a value that no schema for it declares; a schema that declares none at all allows any. */
export function undeclared(spec: Node, schema: unknown, value: unknown, at = ''): readonly Undeclared[] {
  return among(spec, [schema], value, at);
}

function among(spec: Node, schemas: readonly unknown[], value: unknown, at: string): readonly Undeclared[] {
  const parts = schemas.flatMap((schema) => partsOf(spec, schema, value, new Set()));
  if (Array.isArray(value)) {
    const items = parts.flatMap((part) => ('items' in part ? [part['items']] : []));
    return value.flatMap((each: unknown, index) => among(spec, items, each, `${at}/${index}`));
  }
  const declared = parts.flatMap((part) => Object.entries(node(part['properties'])));
  const isOpen = declared.length === 0 || parts.some(takesAny);
  return Object.entries(node(value)).flatMap(([name, held]): readonly Undeclared[] => {
    const schemasOf = declared.flatMap(([each, schema]) => (each === name ? [schema] : []));
    if (schemasOf.length > 0) return among(spec, schemasOf, held, `${at}/${name}`);
    return isOpen ? [] : [{ at, name }];
  });
}

const takesAny = (schema: Node): boolean =>
  schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false;

/** Every schema that has a say about a value: the parts of combinations, and the child its discriminator names. */
function partsOf(spec: Node, schema: unknown, value: unknown, seen: Set<string>): readonly Node[] {
  const name = refName(schema);
  if (name !== undefined && seen.has(name)) return [];
  if (name !== undefined) seen.add(name);
  const resolved = resolve(spec, schema);
  const combined = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => list(resolved[word]));
  const children = childOf(node(resolved['discriminator']), value);
  return [resolved, ...[...combined, ...children].flatMap((part) => partsOf(spec, part, value, seen))];
}

/** The child a value names; of one that names none, nobody can say what belongs to it. */
function childOf({ propertyName, mapping }: Node, value: unknown): readonly unknown[] {
  if (typeof propertyName !== 'string') return [];
  const ref = node(mapping)[String(node(value)[propertyName])];
  return [ref === undefined ? { additionalProperties: true } : { $ref: ref }];
}
