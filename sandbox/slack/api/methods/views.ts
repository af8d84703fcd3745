// docs.slack.dev/reference/methods/views.open and its neighbours
import { parseView } from '../../blocks/view.ts';
import { dropViews, isTaken, maxDepth, replaceView, showView, stackOf } from '../../views/stack.ts';
import { viewObject } from '../../wire/view.ts';
import type { JsonObject, OpenView } from '../../world.ts';
import { text } from '../args.ts';
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { blockFailure, fail, invalidArguments, ok } from '../reply.ts';
import type { Failure, Reply } from '../reply.ts';

type Asked = { readonly ok: true; readonly view: JsonObject } | Failure;

function modalOf({ args }: Call): Asked {
  const parsed = parseView(args['view']);
  if (!parsed.ok) return blockFailure(parsed);
  const isModal = parsed.view['type'] === 'modal';
  return isModal ? parsed : invalidArguments('must be a valid enum value [json-pointer:/view/type]');
}

type Opener = { readonly ok: true; readonly userId: string; readonly view: JsonObject } | Failure;

/** The view is checked first: a bad one does not cost the trigger. */
function openerOf(call: Call): Opener {
  const { workspace, args } = call;
  const asked = modalOf(call);
  if (!asked.ok) return asked;
  if (isTaken(workspace, asked.view)) return fail('duplicate_external_id');
  const spent = workspace.triggers.spend(text(args, 'trigger_id') ?? '');
  return spent.ok ? { ok: true, userId: spent.userId, view: asked.view } : fail(spent.error);
}

function open(call: Call): Reply {
  const opener = openerOf(call);
  if (!opener.ok) return opener;
  const { workspace } = call;
  dropViews(workspace, stackOf(workspace, opener.userId));
  return ok({ view: viewObject(workspace, showView(workspace, opener.userId, opener.view)) });
}

function push(call: Call): Reply {
  const opener = openerOf(call);
  if (!opener.ok) return opener;
  const { workspace } = call;
  const stack = stackOf(workspace, opener.userId);
  if (stack.length === 0) return fail('not_found');
  if (stack.length >= maxDepth) return fail('push_limit_reached');
  return ok({ view: viewObject(workspace, showView(workspace, opener.userId, opener.view)) });
}

function findView({ workspace, args }: Call): OpenView | undefined {
  const externalId = text(args, 'external_id');
  return [...workspace.world.views.values()].find(
    ({ id, view }) =>
      id === text(args, 'view_id') || (externalId !== undefined && view['external_id'] === externalId),
  );
}

function update(call: Call): Reply {
  const { workspace, args } = call;
  const asked = modalOf(call);
  if (!asked.ok) return asked;
  const target = findView(call);
  if (target === undefined) return fail('not_found');
  const hash = text(args, 'hash');
  if (hash !== undefined && hash !== target.hash) return fail('hash_conflict');
  if (isTaken(workspace, asked.view, target)) return fail('duplicate_external_id');
  replaceView(workspace, target, asked.view);
  return ok({ view: viewObject(workspace, target) });
}

const common = { tokens: ['bot' as const], perMinute: tier.four, json: true };

export const viewMethods: Methods = {
  'views.open': method(open, { ...common, required: ['trigger_id', 'view'] }),
  'views.push': method(push, { ...common, required: ['trigger_id', 'view'] }),
  'views.update': method(update, { ...common, required: ['view'] }),
};
