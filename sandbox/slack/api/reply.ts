import type { BlockRefusal } from '../blocks/message.ts';
import type { JsonObject } from '../world.ts';

export interface Failure {
  readonly ok: false;
  readonly error: string;
  readonly [extra: string]: unknown;
}

/** The JSON a method answers with. */
export type Reply = { readonly ok: true; readonly [field: string]: unknown } | Failure;

export const ok = (fields: JsonObject = {}): Reply => ({ ...fields, ok: true });

export const fail = (error: string, extra: JsonObject = {}): Failure => ({ ...extra, ok: false, error });

/** `invalid_arguments` with the lines that Slack puts into `response_metadata.messages`. */
export const invalidArguments = (...problems: readonly string[]): Failure =>
  fail('invalid_arguments', {
    response_metadata: { messages: problems.map((line) => `[ERROR] ${line}`) },
  });

/** A refusal of blocks or of a view; chat methods also list the lines under `errors`. */
export function blockFailure({ error, problems }: BlockRefusal): Failure {
  if (problems.length === 0) return fail(error);
  const messages = problems.map((line) => `[ERROR] ${line}`);
  const errors = error === 'invalid_arguments' ? {} : { errors: problems };
  return fail(error, { ...errors, response_metadata: { messages } });
}
