import { conversationScope } from '../events/rules.ts';
import type { Channel } from '../world.ts';
import type { Call } from './method.ts';
import { fail } from './reply.ts';
import type { Failure } from './reply.ts';

export type Found = { readonly ok: true; readonly channel: Channel } | Failure;

/** What `missing_scope` says beside its name: docs.slack.dev/authentication */
export const missingScope = (call: Pick<Call, 'caller'>, needed: readonly string[]): Failure =>
  fail('missing_scope', { needed: needed.join(','), provided: [...call.caller.scopes].join(',') });

/** The conversation with this id, if the caller may know of it: private ones only as a member. */
export function findChannel({ workspace, caller }: Call, id: string): Found {
  const channel = workspace.world.channels.get(id);
  const visible = channel !== undefined && (channel.kind === 'public' || channel.members.has(caller.userId));
  return visible ? { ok: true, channel } : fail('channel_not_found');
}

/** The same, with the read or history scope that fits the conversation's kind. */
export function findReadable(call: Call, id: string, what: 'read' | 'history'): Found {
  const found = findChannel(call, id);
  if (!found.ok) return found;
  const needed = conversationScope(found.channel.kind, what);
  return call.caller.scopes.has(needed) ? found : missingScope(call, [needed]);
}

/** The direct conversation of two people, begun if need be. */
export function openIm({ workspace }: Pick<Call, 'workspace'>, one: string, other: string): Channel {
  const { world, ids, now } = workspace;
  const known = [...world.channels.values()].find(
    ({ kind, members }) => kind === 'im' && members.has(one) && members.has(other),
  );
  if (known !== undefined) return known;
  const channel: Channel = {
    id: ids.object('D'),
    name: 'directmessage',
    kind: 'im',
    members: new Set([one, other]),
    created: Math.floor(now() / 1000),
    archived: false,
    externallyShared: false,
  };
  world.channels.set(channel.id, channel);
  world.messages.set(channel.id, []);
  return channel;
}

/** Where to post: a channel's id or name, or a person's id for their direct conversation. */
export function findTarget(call: Call, target: string): Found {
  const { workspace, caller } = call;
  const { channels, users } = workspace.world;
  const person = users.get(target);
  if (person !== undefined && !person.deleted)
    return { ok: true, channel: openIm(call, caller.userId, person.id) };
  const name = target.replace(/^#/, '');
  const named = [...channels.values()].find((channel) => channel.kind !== 'im' && channel.name === name);
  return findChannel(call, named?.id ?? target);
}
