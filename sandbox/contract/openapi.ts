// Holds requests and answers against Okta's OpenAPI document.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { checkSpec, danglingNames, node, type Node } from './document.ts';
import { adapt, reasonFor, type Finding } from './known.ts';
import { findOperation, requestBody, responseBody, type Operation } from './operations.ts';
import { definitions, definitionsId, translateValue, type Direction, type Translation } from './translate.ts';
import { undeclared } from './undeclared.ts';

/** One way in which a message differs from the specification; `known` says why where that is expected. */
export interface Deviation extends Omit<Finding, 'value'> {
  readonly known: string | undefined;
}

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

export interface Validator {
  /** All deviations of a request; an empty list where there are none. */
  request(message: RequestMessage): readonly Deviation[];
  /** All deviations of an answer; an empty list where there are none. */
  response(message: ResponseMessage): readonly Deviation[];
  /** Schemas the document refers to and does not hold; what they describe is not checked. */
  readonly gaps: readonly string[];
}

interface Checker {
  check(schema: unknown, value: unknown): readonly ErrorObject[];
}

/** A validator for an OpenAPI 3.0 document (see `loadSpec`). Schemas are compiled when first needed. */
export function createValidator(spec: Node): Validator {
  checkSpec(spec);
  const checkers = {
    request: createChecker({ spec, direction: 'request' }),
    response: createChecker({ spec, direction: 'response' }),
  };
  return {
    request: (message) => judge(requestFindings(spec, checkers.request, message)),
    response: (message) => judge(responseFindings(spec, checkers.response, message)),
    gaps: danglingNames(spec),
  };
}

function createChecker(translation: Translation): Checker {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true, logger: false });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
  ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
  ajv.addSchema({ $id: definitionsId, definitions: definitions(translation) });
  const compiled = new Map<unknown, ValidateFunction>();
  return {
    check: (schema, value) => {
      const validate = compiled.get(schema) ?? ajv.compile(translateValue(translation, schema));
      compiled.set(schema, validate);
      validate(value);
      return validate.errors ?? [];
    },
  };
}

const judge = (findings: readonly Finding[]): readonly Deviation[] =>
  findings.map((finding) => {
    const { value: _, ...rest } = finding;
    return { ...rest, known: reasonFor(finding) };
  });

function requestFindings(spec: Node, checker: Checker, message: RequestMessage): readonly Finding[] {
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

const noOperation = (side: Direction, { method, path }: RequestMessage): Finding => {
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

function responseFindings(spec: Node, checker: Checker, message: ResponseMessage): readonly Finding[] {
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

/** The rule in words, with the name or the values it is about but never the value it refused. */
function problemOf(error: ErrorObject): string {
  const params = node(error.params);
  if (error.keyword === 'false schema') return 'does not travel in this direction';
  const allowed = params['allowedValues'];
  const detail = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return `${error.message ?? error.keyword}${detail}`;
}
