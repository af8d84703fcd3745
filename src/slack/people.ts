import type { z } from 'zod';
import type { Channel, Person } from '../domain/people.ts';
import type { channelReply, userReply } from './wire.ts';

/** The person in a `users.info` reply, as seen from the workspace `teamId`. */
export function personOf({ user }: z.infer<typeof userReply>, teamId: string): Person {
  const home = user.team_id === teamId || (user.enterprise_user?.teams ?? []).includes(teamId);
  return {
    id: user.id,
    // On Enterprise Grid the account names one workspace of those it belongs to.
    teamId: home ? teamId : user.team_id,
    name: user.profile.display_name || user.real_name || user.name,
    email: user.profile.email || undefined,
    emailConfirmed: user.is_email_confirmed,
    deactivated: user.deleted,
    // Slackbot is not marked as one.
    bot: user.is_bot || user.id === 'USLACKBOT',
    guest: user.is_restricted || user.is_ultra_restricted,
    external: user.is_stranger || !home,
  };
}

/** The channel in a `conversations.info` reply. */
export function channelOf({ channel }: z.infer<typeof channelReply>): Channel {
  return {
    id: channel.id,
    name: channel.name,
    private: channel.is_private,
    shared:
      channel.is_shared || channel.is_ext_shared || channel.is_org_shared || channel.is_pending_ext_shared,
    archived: channel.is_archived,
    // A private channel is shown to its members only.
    member: channel.is_member ?? channel.is_private,
  };
}
