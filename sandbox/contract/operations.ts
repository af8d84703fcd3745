import { list, node, resolve, type Node } from './document.ts';

export interface Operation {
  /** `GET /api/v1/users/{id}`. */
  readonly name: string;
  readonly node: Node;
  readonly queryParameters: ReadonlyMap<string, Node>;
}

/** Finds the operation of a request; a literal path segment beats a parameter. */
export function findOperation(spec: Node, method: string, path: string): Operation | undefined {
  const segments = path.split('/');
  const [template, item] =
    Object.entries(node(spec['paths']))
      .filter(([candidate]) => fits(candidate.split('/'), segments))
      .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)
      .map(([candidate, value]): [string, Node] => [candidate, node(value)])
      .at(0) ?? [];
  const operation = item?.[method.toLowerCase()];
  if (template === undefined || item === undefined || operation === undefined) return undefined;
  const parameters = [...list(item['parameters']), ...list(node(operation)['parameters'])];
  const inQuery = parameters.map((each) => resolve(spec, each)).filter((each) => each['in'] === 'query');
  return {
    name: `${method} ${template}`,
    node: node(operation),
    queryParameters: new Map(inQuery.map((each) => [String(each['name']), each])),
  };
}

const fits = (template: readonly string[], segments: readonly string[]): boolean =>
  template.length === segments.length &&
  template.every(
    (part, index) => part === segments[index] || (/^\{.+\}$/.test(part) && segments[index] !== ''),
  );

export interface Body {
  readonly required: boolean;
  /** Undefined where the operation says nothing about a JSON body. */
  readonly schema: unknown;
}

/** What a request's body may be; undefined where there must be none. */
export function requestBody(spec: Node, operation: Operation): Body | undefined {
  const body = operation.node['requestBody'];
  if (body === undefined) return undefined;
  const resolved = resolve(spec, body);
  return { required: resolved['required'] === true, schema: jsonSchema(resolved) };
}

/** What a response's body may be, by exact status; undefined where the status is not declared. */
export function responseBody(spec: Node, operation: Operation, status: number): Body | undefined {
  const declared = node(operation.node['responses'])[String(status)];
  if (declared === undefined) return undefined;
  const schema = jsonSchema(resolve(spec, declared));
  return { required: schema !== undefined, schema };
}

const jsonSchema = (holder: Node): unknown => node(node(holder['content'])['application/json'])['schema'];
