// docs.slack.dev/reference/views
import { Buffer } from 'node:buffer';
import { isArray, isObject, objectsAt, parseJson, stringAt } from '../json.ts';
import type { JsonObject } from '../world.ts';
import { array, boolean, byType, object, problem, string } from './check.ts';
import { plainText } from './composition.ts';
import { repeatedIds } from './identity.ts';
import { homeBlock, modalBlock } from './kinds.ts';
import type { BlockRefusal } from './message.ts';

const shared = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};

const checkView = byType({
  modal: object(
    { type: string(), title: plainText(24), blocks: array(modalBlock, { min: 1, max: 100 }) },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: boolean,
      notify_on_close: boolean,
      submit_disabled: boolean,
    },
  ),
  home: object({ type: string(), blocks: array(homeBlock, { max: 100 }) }, shared),
});

function inputsWithoutSubmit(view: JsonObject): readonly string[] {
  if (view['type'] !== 'modal' || view['submit'] !== undefined) return [];
  return objectsAt(view, 'blocks').flatMap((block, index) =>
    stringAt(block, 'type') === 'input'
      ? [
          problem(
            'must define `submit` to use an `input` block in modals',
            `/view/blocks/${String(index)}/input`,
          ),
        ]
      : [],
  );
}

export type ParsedView = { readonly ok: true; readonly view: JsonObject } | BlockRefusal;

const refuse = (error: string, problems: readonly string[]): BlockRefusal => ({ ok: false, error, problems });

/** The `view` argument, as JSON or as a JSON text. */
export function parseView(argument: unknown): ParsedView {
  const value = typeof argument === 'string' ? parseJson(argument) : argument;
  if (!isObject(value)) return refuse('invalid_arguments', [problem('must provide an object', '/view')]);
  // "greater than 250kb": docs.slack.dev/reference/methods/views.open
  if (Buffer.byteLength(JSON.stringify(value)) > 256_000) return refuse('view_too_large', []);
  const schema = checkView(value, '/view');
  if (schema.length > 0) return refuse('invalid_arguments', schema);
  const blocks = isArray(value['blocks']) ? value['blocks'] : [];
  const problems = [...inputsWithoutSubmit(value), ...repeatedIds(blocks, '/view/blocks')];
  return problems.length > 0 ? refuse('invalid_arguments', problems) : { ok: true, view: value };
}
