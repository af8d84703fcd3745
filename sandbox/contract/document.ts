import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const empty: Node = {};

/** The value if it is an object, or an empty one: a specification's absent parts read as empty. */
export const node = (value: unknown): Node => (isNode(value) ? value : empty);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads an OpenAPI 3.0 document from a YAML (or JSON) file; throws where it is none. */
export function loadSpec(path: string): Node {
  const parsed: unknown = parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 });
  return checkSpec(node(parsed));
}

/** The document, if it says that it is OpenAPI 3.0 and has paths. */
export function checkSpec(spec: Node): Node {
  const version = spec['openapi'];
  if (typeof version !== 'string' || !version.startsWith('3.0.') || spec['paths'] === undefined)
    throw new Error('not an OpenAPI 3.0 document with paths');
  return spec;
}

/** The last part of a local reference (`#/components/schemas/User` → `User`), if the node is one. */
export function refName(value: unknown): string | undefined {
  const ref = node(value)['$ref'];
  return typeof ref === 'string' ? ref.split('/').at(-1) : undefined;
}

/** What a node stands for: itself, or the component it refers to (empty where that is missing). */
export function resolve(spec: Node, value: unknown): Node {
  const ref = node(value)['$ref'];
  if (typeof ref !== 'string') return node(value);
  let found: unknown = spec;
  for (const key of ref.replace(/^#\//, '').split('/')) found = node(found)[key];
  return found === undefined ? empty : resolve(spec, found);
}

export const schemaNamed = (spec: Node, name: string): Node | undefined => {
  const schemas = node(node(spec['components'])['schemas']);
  return name in schemas ? node(schemas[name]) : undefined;
};

/** Names that are referred to somewhere in the document and defined nowhere. */
export function danglingNames(spec: Node): readonly string[] {
  const dangling = new Set<string>();
  const walk = (value: unknown): void => {
    const name = refName(value);
    if (name !== undefined && resolve(spec, value) === empty) dangling.add(name);
    for (const held of isNode(value) ? Object.values(value) : list(value)) walk(held);
  };
  walk(spec);
  return [...dangling].toSorted();
}
