// Holds requests and answers against Okta's OpenAPI document.
import { createChecker } from './checker.ts';
import { checkSpec, danglingNames, type Node } from './document.ts';
import { requestFindings, responseFindings, type RequestMessage, type ResponseMessage } from './findings.ts';
import { reasonFor, type Finding } from './known.ts';

/** One way in which a message differs from the specification; `known` says why where that is expected. */
export interface Deviation extends Omit<Finding, 'value'> {
  readonly known: string | undefined;
}

export interface Validator {
  /** All deviations of a request; an empty list where there are none. */
  request(message: RequestMessage): readonly Deviation[];
  /** All deviations of an answer; an empty list where there are none. */
  response(message: ResponseMessage): readonly Deviation[];
  /** Schemas the document refers to and does not hold; what they describe is not checked. */
  readonly gaps: readonly string[];
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

const judge = (findings: readonly Finding[]): readonly Deviation[] =>
  findings.map((finding) => {
    const { value: _, ...rest } = finding;
    return { ...rest, known: reasonFor(finding) };
  });
