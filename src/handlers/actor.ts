import { type Actor, isApprover, mayUse, type Refusal } from '../domain/approval.ts';
import type { ApproverRule } from '../domain/messages.ts';
import { unsafeChannel } from '../domain/people.ts';
import type { Workspace } from '../domain/ports.ts';
import { recordRefusal } from '../store/audit.ts';
import type { HandlerDeps } from './deps.ts';

export interface ActorDeps {
  readonly workspace: Workspace;
  readonly teamId: string;
  readonly allowPublicChannel: boolean;
}

/** Who did something, as Slack's payload names him; `teamId` is the workspace it was sent from. */
export interface Doer {
  readonly userId: string;
  readonly teamId?: string | undefined;
}

/** The person as Slack describes him now; what Slack could not tell is undefined, and later counts as a no. */
export async function actorOf(deps: ActorDeps, userId: string, channelId: string): Promise<Actor> {
  const [person, members, channel] = await Promise.all([
    deps.workspace.person(userId),
    deps.workspace.channelMembers(channelId),
    deps.workspace.channel(channelId),
  ]);
  const seen = members.kind === 'ok' && channel.kind === 'ok';
  return {
    person: person.kind === 'ok' ? person.value : undefined,
    inChannel: seen ? members.value.includes(userId) : undefined,
    channelUnsafe: channel.kind === 'ok' ? unsafeChannel(channel.value, deps.allowPublicChannel) : undefined,
    channelId,
    teamId: deps.teamId,
  };
}

/** The same for whoever clicks, types or submits: a payload of another workspace carries somebody else's person. */
export async function actorBehind(
  deps: ActorDeps,
  { userId, teamId }: Doer,
  channelId: string,
): Promise<Actor> {
  if (teamId === deps.teamId) return actorOf(deps, userId, channelId);
  return { person: undefined, inChannel: undefined, channelId, teamId: deps.teamId, elsewhere: true };
}

/** Whether the rule makes this user an approver now; undefined when the user group could not be read. */
export async function isApproverNow(
  deps: { readonly workspace: Workspace; readonly approvers: ApproverRule },
  userId: string,
): Promise<boolean | undefined> {
  const { approvers } = deps;
  if (approvers.kind === 'channel' || approvers.groupId === undefined) return isApprover(approvers, userId);
  const members = await deps.workspace.groupMembers(approvers.groupId);
  return isApprover(approvers, userId, members.kind === 'ok' ? members.value : undefined);
}

/** Why this person may not use the bot, recorded; undefined when he may. */
export async function refuseStranger(
  deps: HandlerDeps,
  doer: Doer,
  channelId: string,
): Promise<Refusal | undefined> {
  const refusal = mayUse(await actorBehind(deps, doer, channelId));
  if (refusal !== undefined) {
    await recordRefusal(deps.db, {
      at: deps.clock.now(),
      actor: doer.userId,
      code: refusal.code,
      detail: { channelId },
    });
  }
  return refusal;
}
