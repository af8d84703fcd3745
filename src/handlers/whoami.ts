import { mayUse, type Refusal } from '../domain/approval.ts';
import { actorBehind, isApproverNow } from './actor.ts';
import type { HandlerDeps, Reply } from './deps.ts';
import type { SlashPayload } from './payloads.ts';

/** What the asker is to the bot: his Okta user, what he may do, and why not. */
export async function answerWhoami(deps: HandlerDeps, payload: SlashPayload): Promise<Reply> {
  const channelId = deps.adminChannels.find((id) => id === payload.channel_id) ?? deps.adminChannels[0] ?? '';
  const actor = await actorBehind(deps, { userId: payload.user_id, teamId: payload.team_id }, channelId);
  const stranger = mayUse(actor);
  const email = actor.person?.email;
  return {
    kind: 'whoami',
    who: {
      userId: payload.user_id,
      email,
      oktaLogin: email === undefined ? undefined : await loginOf(deps, email),
      mayUse: stranger ?? true,
      mayApprove: stranger ?? (await approverRefusal(deps, payload.user_id, channelId)) ?? true,
    },
  };
}

async function loginOf(deps: HandlerDeps, email: string): Promise<string | undefined> {
  const found = await deps.okta.findUsers([email]);
  const match = found.kind === 'ok' ? found.value.get(email) : undefined;
  return match?.kind === 'found' ? match.user.login : undefined;
}

async function approverRefusal(
  deps: HandlerDeps,
  userId: string,
  channelId: string,
): Promise<Refusal | undefined> {
  const approver = await isApproverNow(deps, userId);
  if (approver === undefined) return { code: 'not_verified', what: 'approvers' };
  return approver ? undefined : { code: 'not_an_approver', approvers: deps.approvers, channelId };
}
