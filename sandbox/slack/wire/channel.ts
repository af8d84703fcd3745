// docs.slack.dev/reference/objects/conversation-object
import { defined } from '../json.ts';
import type { Channel, JsonObject, World } from '../world.ts';

/** A conversation as a given member or non-member sees it. */
export function channelObject(world: World, channel: Channel, viewerId: string): JsonObject {
  const isIm = channel.kind === 'im';
  const other = [...channel.members].find((id) => id !== viewerId);
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: isIm,
    is_org_shared: false,
    context_team_id: world.team.id,
    updated: channel.created * 1000,
  };
  if (isIm) return defined({ ...common, user: other, is_open: true, priority: 0 });
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: false,
    is_shared: channel.externallyShared,
    is_ext_shared: channel.externallyShared,
    is_pending_ext_shared: false,
    pending_shared: [],
    parent_conversation: null,
    creator: world.app.botUserId,
    is_member: channel.members.has(viewerId),
    num_members: channel.members.size,
    shared_team_ids: [world.team.id],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  };
}
