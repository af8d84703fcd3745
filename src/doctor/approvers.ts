import type { Config } from '../config.ts';
import { isApprover, mayUse } from '../domain/approval.ts';
import type { Seen, Workspace } from '../domain/ports.ts';
import { fail, ok } from './check.ts';
import type { Check } from './check.ts';

const name = 'Approvers';

/** Beyond this many there is nothing left to warn of, and every further member costs a request. */
const enough = 20;

/**
 * Whether enough people may approve: without any, every card is useless, and with one under `second-person` his own
 * requests are. Counts by the rules the buttons follow.
 */
export async function checkApprovers(workspace: Workspace, config: Config, teamId: string): Promise<Check> {
  const count = await eligibleIn(workspace, config, teamId);
  if (count.kind !== 'ok') {
    const why = count.kind === 'missing' ? count.code : count.why;
    return fail(name, `could not be read (${why}).`, 'Correct SLACK_APPROVERS; see the scopes above.');
  }
  const line = `${count.value >= enough ? 'at least ' : ''}${String(count.value)} full members of the admin channel may approve.`;
  const needed = config.approval.policy === 'second-person' ? 2 : 1;
  if (count.value >= needed) return ok(name, line);
  return fail(
    name,
    line,
    needed === 2
      ? 'APPROVAL_POLICY=second-person needs two, since nobody approves his own request. Add people.'
      : 'Add full members to the admin channel, and to SLACK_APPROVERS where it is set.',
  );
}

async function eligibleIn(workspace: Workspace, config: Config, teamId: string): Promise<Seen<number>> {
  const { approvers } = config.approval;
  const group =
    approvers.kind === 'channel' || approvers.groupId === undefined
      ? undefined
      : await workspace.groupMembers(approvers.groupId);
  if (group !== undefined && group.kind !== 'ok') return group;
  const eligible = new Set<string>();
  for (const channelId of config.slack.channels) {
    const members = await workspace.channelMembers(channelId);
    if (members.kind !== 'ok') return members;
    const named = members.value.filter((id) => isApprover(approvers, id, group?.value) === true);
    for (const id of named) {
      const seen = await workspace.person(id);
      const person = seen.kind === 'ok' ? seen.value : undefined;
      if (mayUse({ person, inChannel: true, channelId, teamId }) === undefined) eligible.add(id);
      if (eligible.size >= enough) return { kind: 'ok', value: eligible.size };
    }
  }
  return { kind: 'ok', value: eligible.size };
}
