import { HumanError } from '../actors.ts';
import { objectsAt } from '../json.ts';
import { stackOf } from '../views/stack.ts';
import { viewObject } from '../wire/view.ts';
import type { Workspace } from '../workspace.ts';
import type { OpenView, User } from '../world.ts';
import type { Surface } from './click-message.ts';
import { stateAfter } from './controls.ts';
import { findControl } from './control-search.ts';
import type { Pick } from './control-search.ts';

/** The person's view, which must be the one on top. */
export function topView(workspace: Workspace, user: User, viewId: string): OpenView {
  const top = stackOf(workspace, user.id).at(-1);
  if (top?.id !== viewId)
    throw new HumanError('no_such_view', `${user.name} does not see the view ${viewId}.`);
  return top;
}

/** A control of an open modal; what it was set to stays in the view's state. */
export function onView(workspace: Workspace, user: User, viewId: string, pick: Pick): Surface {
  const open = topView(workspace, user, viewId);
  const control = findControl({ blocks: objectsAt(open.view, 'blocks'), earlier: [] }, pick);
  const { choice } = pick.options;
  if (choice !== undefined) {
    const others = open.state[control.blockId];
    open.state[control.blockId] = { ...others, [pick.actionId]: stateAfter(control.element, choice) };
  }
  const container = { type: 'view', view_id: open.id };
  return { control, fields: { container, view: viewObject(workspace, open) } };
}
