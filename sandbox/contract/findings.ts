import { problemOf, type Checker } from './checker.ts';
import { node, type Node } from './document.ts';
import { adapt, type Finding } from './known.ts';
import { findOperation, requestBody, responseBody, type Operation } from './operations.ts';
import { undeclared } from './undeclared.ts';

export interface RequestMessage {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ResponseMessage {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
}

/** Everything about a request that is not as declared. */
export function requestFindings(spec: Node, checker: Checker, message: RequestMessage): readonly Finding[] {
  const operation = findOperation(spec, message.method, message.path);
  if (operation === undefined) return [noOperation('request', message)];
  const about = { side: 'request', operation: operation.name } as const;
  const inQuery = Object.entries(message.query ?? {}).flatMap(([name, text]) =>
    queryFindings(checker, operation, name, text),
  );
  const declared = requestBody(spec, operation);
  if (message.body === undefined) {
    const missing = { ...about, at: '', rule: 'body', problem: 'the body is missing' };
    return declared?.required === true ? [...inQuery, missing] : inQuery;
  }
  if (declared?.schema === undefined)
    return [...inQuery, { ...about, at: '', rule: 'body', problem: 'no body is declared' }];
  const strays = undeclared(spec, declared.schema, message.body).map(({ at, name }) => {
    const problem = `undeclared property ${JSON.stringify(name)}`;
    return { ...about, at, rule: 'undeclared', problem };
  });
  return [...inQuery, ...strays, ...bodyFindings(checker, about, declared.schema, message.body)];
}

const noOperation = (side: Finding['side'], { method, path }: RequestMessage): Finding => {
  const problem = 'the specification has no such operation';
  return { side, operation: `${method} ${path}`, at: '', rule: 'operation', problem };
};

function queryFindings(
  checker: Checker,
  operation: Operation,
  name: string,
  text: string,
): readonly Finding[] {
  const about = { side: 'request', operation: operation.name, at: `?${name}` } as const;
  const parameter = operation.queryParameters.get(name);
  if (parameter === undefined)
    return [{ ...about, rule: 'parameter', problem: 'no such query parameter is declared' }];
  const errors = checker.check(parameter['schema'], typed(node(parameter['schema'])['type'], text));
  return errors.map((error) => ({ ...about, rule: error.keyword, problem: problemOf(error) }));
}

/** A query's text as the value its parameter is declared to be. */
function typed(type: unknown, text: string): unknown {
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : text;
  return type === 'array' ? text.split(',') : text;
}

/** Everything about an answer that is not as declared. */
export function responseFindings(spec: Node, checker: Checker, message: ResponseMessage): readonly Finding[] {
  const operation = findOperation(spec, message.method, message.path);
  if (operation === undefined) return [noOperation('response', message)];
  const { status, body } = message;
  const about = { side: 'response', operation: operation.name, status } as const;
  const declared = responseBody(spec, operation, status);
  if (declared === undefined) {
    const finding = { ...about, at: '', rule: 'status', problem: 'the status is not declared' };
    const isError = status >= 400 && body !== undefined;
    const schema = { $ref: '#/components/schemas/Error' };
    return [finding, ...(isError ? bodyFindings(checker, about, schema, body) : [])];
  }
  if (body === undefined)
    return declared.required ? [{ ...about, at: '', rule: 'no-body', problem: 'the body is missing' }] : [];
  if (declared.schema === undefined)
    return [{ ...about, at: '', rule: 'body', problem: 'no body is declared' }];
  return adapt(operation.name, body).flatMap((adapted) => [
    ...(adapted.rule === undefined ? [] : [bent(about, adapted.rule)]),
    ...bodyFindings(checker, about, declared.schema, adapted.body),
  ]);
}

type About = Pick<Finding, 'side' | 'operation' | 'status'>;

const bent = (about: About, rule: string): Finding => {
  const problem = 'the body as a whole has another form than declared';
  return { ...about, at: '', rule, problem };
};

/**
 * What a body's schema refuses, each thing once: several schemas may describe one value. That no alternative fits
 * is left out, as what each of them lacks is there.
 */
function bodyFindings(checker: Checker, about: About, schema: unknown, body: unknown): readonly Finding[] {
  const findings = checker
    .check(schema, body)
    .filter(({ keyword }) => keyword !== 'anyOf' && keyword !== 'not')
    .map((error) => ({
      ...about,
      at: error.instancePath,
      rule: error.keyword,
      problem: problemOf(error),
      value: error.data,
    }));
  const byText = new Map(findings.map((finding) => [`${finding.at} ${finding.problem}`, finding]));
  return [...byText.values()];
}
