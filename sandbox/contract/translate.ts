// OpenAPI 3.0 schemas as JSON Schema. OpenAPI's own words need translating: `nullable`, `readOnly` and
// `writeOnly` by direction, and `discriminator`, whose children extend the very schema that refers to them:
// https://spec.openapis.org/oas/v3.0.3#discriminator-object
import { list, node, refName, resolve, schemaNamed, type Node } from './document.ts';

export type Direction = 'request' | 'response';

/** Where a schema stands: for a whole value, or as a part of one that others describe too (`allOf` and the like). */
type Site = 'value' | 'part';

export interface Translation {
  readonly spec: Node;
  readonly direction: Direction;
}

const copied = `type minimum maximum multipleOf minLength maxLength pattern minItems maxItems uniqueItems
  minProperties maxProperties`.split(/\s+/);
const formats: readonly unknown[] = ['date-time', 'email'];

/** The id under which all definitions are registered together. */
export const definitionsId = 'definitions.json';

const pointerTo = (name: string): string => `${definitionsId}#/definitions/${name}`;

/** All named schemas. One with a discriminator comes twice: `Name` chooses a child, `Name.base` is what children extend. */
export function definitions(translation: Translation): Record<string, Node> {
  const schemas = node(node(translation.spec['components'])['schemas']);
  const all: Record<string, Node> = {};
  for (const [name, value] of Object.entries(schemas)) {
    const schema = node(value);
    const plain = translate(translation, schema, 'part');
    const { discriminator } = schema;
    if (discriminator === undefined) all[name] = plain;
    else {
      all[`${name}.base`] = plain;
      all[name] = {
        allOf: [{ $ref: pointerTo(`${name}.base`) }, ...choices(translation, node(discriminator))],
      };
    }
  }
  return all;
}

/** The JSON Schema of a value. */
export function translateValue(translation: Translation, schema: unknown): Node {
  return translate(translation, schema, 'value');
}

function translate(translation: Translation, value: unknown, site: Site): Node {
  return refName(value) === undefined
    ? inline(translation, node(value))
    : reference(translation, value, site);
}

/** OpenAPI 3.0 ignores whatever stands beside a `$ref`. What is defined nowhere accepts anything. */
function reference(translation: Translation, value: unknown, site: Site): Node {
  const name = refName(value) ?? '';
  const target = schemaNamed(translation.spec, name);
  if (target === undefined) return {};
  const isBase = site === 'part' && target['discriminator'] !== undefined;
  return { $ref: pointerTo(isBase ? `${name}.base` : name) };
}

function inline(translation: Translation, schema: Node): Node {
  const result: Record<string, unknown> = {};
  for (const word of copied) if (word in schema) result[word] = schema[word];
  // Okta's enums repeat themselves here and there, which JSON Schema does not allow.
  if ('enum' in schema) result['enum'] = [...new Set(list(schema['enum']))];
  if (formats.includes(schema['format'])) result['format'] = schema['format'];
  if ('items' in schema) result['items'] = translate(translation, schema['items'], 'value');
  if ('not' in schema) result['not'] = translate(translation, schema['not'], 'part');
  Object.assign(result, objectWords(translation, schema), combined(translation, schema));
  return schema['nullable'] === true ? nullable(result) : result;
}

function objectWords(translation: Translation, schema: Node): Node {
  const result: Record<string, unknown> = {};
  const properties = Object.entries(node(schema['properties']));
  if (properties.length > 0) {
    result['properties'] = Object.fromEntries(
      properties.map(([name, value]) => [
        name,
        isWithheld(translation, value) ? false : translate(translation, value, 'value'),
      ]),
    );
  }
  const required = list(schema['required']).filter(
    (name) => !isWithheld(translation, node(schema['properties'])[String(name)]),
  );
  if (required.length > 0) result['required'] = required;
  const additional = schema['additionalProperties'];
  if (typeof additional === 'boolean') result['additionalProperties'] = additional;
  else if (additional !== undefined)
    result['additionalProperties'] = translate(translation, additional, 'value');
  return result;
}

/** Whether a property does not travel in this direction. */
function isWithheld({ spec, direction }: Translation, property: unknown): boolean {
  const word = direction === 'request' ? 'readOnly' : 'writeOnly';
  return node(property)[word] === true || resolve(spec, property)[word] === true;
}

function combined(translation: Translation, schema: Node): Node {
  const parts = (word: string): readonly Node[] =>
    list(schema[word]).map((part) => translate(translation, part, 'part'));
  if (schema['discriminator'] !== undefined && schema['oneOf'] !== undefined)
    return { allOf: choices(translation, node(schema['discriminator'])) };
  const result: Record<string, unknown> = {};
  if ('allOf' in schema) result['allOf'] = parts('allOf');
  // Alternatives without a discriminator overlap in Okta's specification; a value that fits one may fit all.
  const alternatives = [...parts('anyOf'), ...parts('oneOf')];
  if (alternatives.length > 0) result['anyOf'] = alternatives;
  return result;
}

/** The child a discriminator's value names applies as well; a value it does not name is a deviation. */
function choices(translation: Translation, discriminator: Node): readonly Node[] {
  const property = String(discriminator['propertyName']);
  const mapping = Object.entries(node(discriminator['mapping']));
  const named = {
    required: [property],
    properties: { [property]: { enum: mapping.map(([value]) => value) } },
  };
  const children = mapping.map(([value, ref]) => {
    const isChosen = { required: [property], properties: { [property]: { const: value } } };
    return { anyOf: [{ not: isChosen }, reference(translation, { $ref: ref }, 'part')] };
  });
  return [named, ...children];
}

function nullable(schema: Record<string, unknown>): Node {
  const { type, ...rest } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const values = 'enum' in rest ? { enum: [...list(rest['enum']), null] } : {};
  return { ...rest, ...values, type: [type, 'null'] };
}
