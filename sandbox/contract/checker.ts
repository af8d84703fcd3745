import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { node } from './document.ts';
import { definitions, definitionsId, translateValue, type Translation } from './translate.ts';

/** Checks values against schemas of one document, in one direction. */
export interface Checker {
  check(schema: unknown, value: unknown): readonly ErrorObject[];
}

/** A checker; schemas are compiled when first needed. */
export function createChecker(translation: Translation): Checker {
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

/** The rule in words, with the name or the values it is about but never the value it refused. */
export function problemOf(error: ErrorObject): string {
  const params = node(error.params);
  if (error.keyword === 'false schema') return 'does not travel in this direction';
  const allowed = params['allowedValues'];
  const detail = Array.isArray(allowed) ? `: ${allowed.join(', ')}` : '';
  return `${error.message ?? error.keyword}${detail}`;
}
