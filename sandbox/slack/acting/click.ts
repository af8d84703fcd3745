// docs.slack.dev/reference/interaction-payloads/block_actions-payload
import type { ClickSeen, ClickTarget } from '../actors.ts';
import type { Answer } from '../delivery/transport.ts';
import type { Workspace } from '../workspace.ts';
import { onMessage } from './click-message.ts';
import { onView } from './click-view.ts';
import type { Pick } from './control-search.ts';
import { actionOf } from './controls.ts';
import { interaction } from './payload.ts';
import { activeUser } from './who.ts';

function seen(answer: Answer): ClickSeen {
  if (answer.got === 'ack') return { outcome: 'acked' };
  return { outcome: answer.got === 'timeout' ? 'timed_out' : 'failed' };
}

/** Uses a control of a message, an ephemeral message or a modal, and waits for the app's ack. */
export async function click(
  workspace: Workspace,
  userId: string,
  target: ClickTarget,
  pick: Pick,
): Promise<ClickSeen> {
  const user = activeUser(workspace, userId);
  const { control, fields } =
    'viewId' in target
      ? onView(workspace, user, target.viewId, pick)
      : onMessage(workspace, user, target, pick);
  // Saying no is the client's own affair; the app never hears of it.
  if (control.element['confirm'] !== undefined && pick.options.confirm === false)
    return { outcome: 'denied' };
  const action = actionOf(control.element, control.blockId, pick.options.choice);
  const payload = {
    ...interaction(workspace, 'block_actions', user),
    trigger_id: workspace.triggers.issue(user.id),
    ...fields,
    actions: [{ ...action, action_ts: workspace.ids.ts() }],
  };
  const acceptsResponse = workspace.flags.buttonAcceptsPayload;
  const request = { kind: 'interaction' as const, type: 'block_actions', payload, acceptsResponse };
  return seen(await workspace.ask(request));
}
