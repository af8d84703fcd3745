// docs.slack.dev/surfaces/modals: up to three views on top of each other, each replaced or closed on its own.
import { identified } from '../blocks/identity.ts';
import { objectsAt, stringAt } from '../json.ts';
import type { State } from '../state.ts';
import type { JsonObject, OpenView } from '../world.ts';
import type { Workspace } from '../workspace.ts';

export const maxDepth = 3;

/** A person's open modals, the one that is seen last. */
export const stackOf = (state: State, userId: string): readonly OpenView[] =>
  [...state.world.views.values()].filter((view) => view.userId === userId);

const hash = (state: State): string => `${state.ids.ts().split('.')[0] ?? ''}.${state.ids.secret(8)}`;

const withIds = (state: State, view: JsonObject): JsonObject => ({
  ...view,
  blocks: identified(state.ids, objectsAt(view, 'blocks')),
});

/** Shows a view on top of the person's stack; the first of a stack is its own root. */
export function showView(workspace: Workspace, userId: string, view: JsonObject): OpenView {
  const below = stackOf(workspace, userId).at(-1);
  const id = workspace.ids.object('V');
  const open: OpenView = {
    id,
    userId,
    rootId: below?.rootId ?? id,
    previousId: below?.id,
    hash: hash(workspace),
    view: withIds(workspace, view),
    state: {},
  };
  workspace.world.views.set(id, open);
  workspace.changed();
  return open;
}

/** Replaces a view's content; inputs that are still there under the same ids keep what was typed. */
export function replaceView(workspace: Workspace, open: OpenView, view: JsonObject): void {
  open.view = withIds(workspace, view);
  open.hash = hash(workspace);
  const blockIds = new Set(objectsAt(open.view, 'blocks').map((block) => stringAt(block, 'block_id')));
  open.state = Object.fromEntries(Object.entries(open.state).filter(([blockId]) => blockIds.has(blockId)));
  workspace.changed();
}

export function dropViews(workspace: Workspace, views: readonly OpenView[]): void {
  for (const { id } of views) workspace.world.views.delete(id);
  if (views.length > 0) workspace.changed();
}

/** Whether another open view of the workspace already uses this external_id. */
export const isTaken = (state: State, view: JsonObject, except?: OpenView): boolean => {
  const externalId = stringAt(view, 'external_id') ?? '';
  return (
    externalId !== '' &&
    [...state.world.views.values()].some(
      (open) => open !== except && stringAt(open.view, 'external_id') === externalId,
    )
  );
};
