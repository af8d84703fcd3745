// docs.slack.dev/surfaces/modals
import { HumanError } from '../actors.ts';
import type { FormValues, SubmitSeen } from '../actors.ts';
import { parseView } from '../blocks/view.ts';
import { isObject, objectsAt, stringAt } from '../json.ts';
import { dropViews, maxDepth, replaceView, showView, stackOf } from '../views/stack.ts';
import { viewObject } from '../wire/view.ts';
import type { Workspace } from '../workspace.ts';
import type { JsonObject, OpenView, User } from '../world.ts';
import { topView } from './click-view.ts';
import { fillIn } from './form.ts';
import { interaction } from './payload.ts';
import { activeUser } from './who.ts';

const trouble: SubmitSeen = { outcome: 'trouble_connecting' };

/** The ack's complaints, which must be about inputs of this view. */
function errorsOf(open: OpenView, body: JsonObject): SubmitSeen {
  const { errors } = body;
  if (!isObject(errors) || Object.keys(errors).length === 0) return trouble;
  const inputs = objectsAt(open.view, 'blocks').filter(({ type }) => type === 'input');
  const blockIds = new Set(inputs.map((block) => stringAt(block, 'block_id')));
  const named: Record<string, string> = {};
  for (const [blockId, message] of Object.entries(errors)) {
    if (!blockIds.has(blockId) || typeof message !== 'string' || message === '') return trouble;
    named[blockId] = message;
  }
  return { outcome: 'errors', errors: named };
}

function nextView(workspace: Workspace, open: OpenView, body: JsonObject, isPush: boolean): SubmitSeen {
  const parsed = parseView(body['view']);
  if (!parsed.ok || parsed.view['type'] !== 'modal') return trouble;
  if (!isPush) {
    replaceView(workspace, open, parsed.view);
    return { outcome: 'updated', view: open };
  }
  if (stackOf(workspace, open.userId).length >= maxDepth) return trouble;
  return { outcome: 'pushed', view: showView(workspace, open.userId, parsed.view) };
}

/** What the ack makes of the submitted view; anything but Slack's own response actions is an error. */
function obey(workspace: Workspace, open: OpenView, body: JsonObject | undefined): SubmitSeen {
  if (body === undefined || Object.keys(body).length === 0) {
    dropViews(workspace, [open]);
    return { outcome: 'closed' };
  }
  switch (body['response_action']) {
    case 'errors':
      return errorsOf(open, body);
    case 'update':
      return nextView(workspace, open, body, false);
    case 'push':
      return nextView(workspace, open, body, true);
    case 'clear':
      dropViews(workspace, stackOf(workspace, open.userId));
      return { outcome: 'cleared' };
    default:
      return trouble;
  }
}

/** Fills in a modal and submits it. */
export async function submitView(
  workspace: Workspace,
  userId: string,
  viewId: string,
  values: FormValues,
): Promise<SubmitSeen> {
  const user = activeUser(workspace, userId);
  const open = topView(workspace, user, viewId);
  if (open.view['submit'] === undefined)
    throw new HumanError('no_such_control', 'This modal has no submit button.');
  fillIn(workspace, open, values);
  const payload = {
    ...interaction(workspace, 'view_submission', user),
    trigger_id: workspace.triggers.issue(user.id),
    view: viewObject(workspace, open),
    response_urls: [],
  };
  const request = { kind: 'interaction' as const, type: 'view_submission', payload, acceptsResponse: true };
  const answer = await workspace.ask(request);
  // The app may have changed or closed the view in the meantime.
  const isOpen = workspace.world.views.get(viewId) === open;
  if (answer.got !== 'ack') return trouble;
  return isOpen ? obey(workspace, open, answer.body) : { outcome: 'closed' };
}

async function tellClosed(
  workspace: Workspace,
  user: User,
  open: OpenView,
  isCleared: boolean,
): Promise<void> {
  if (open.view['notify_on_close'] !== true) return;
  const payload = {
    ...interaction(workspace, 'view_closed', user),
    view: viewObject(workspace, open),
    is_cleared: isCleared,
  };
  await workspace.ask({ kind: 'interaction', type: 'view_closed', payload, acceptsResponse: false });
}

/** Closes the modal on top, or with `all` the whole stack; the app hears of it where it asked to. */
export async function closeView(
  workspace: Workspace,
  userId: string,
  viewId: string,
  all: boolean,
): Promise<void> {
  const user = activeUser(workspace, userId);
  const top = topView(workspace, user, viewId);
  const clears = all || top.view['clear_on_close'] === true;
  const closing = clears ? stackOf(workspace, user.id).toReversed() : [top];
  dropViews(workspace, closing);
  for (const open of closing) await tellClosed(workspace, user, open, clears);
}
