import type { LocalOkta } from '../okta/server.ts';
import { defaultPlaces } from '../slack/people.ts';
import type { LocalSlack } from '../slack/server.ts';
import type { Ephemeral, Message, StoredFile, User } from '../slack/world.ts';
import type { Device } from './devices.ts';
import type { PageFile, PageMessage, PagePerson, PageState, PageUser } from './state.ts';

export interface Scene {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  readonly devices: readonly Device[];
  readonly samples: readonly string[];
}

/** The people who can be played on the page: who hands out tokens, who may not, and who should not even see it. */
const cast = ['maria', 'tom', 'erin', 'greg'];

/** The whole scene at one moment (epoch ms). */
export function snapshot(scene: Scene, now: number): PageState {
  const { slack, okta } = scene;
  const channel = slack.world.channels.get(defaultPlaces.admins);
  const messages = slack.world.messages.get(defaultPlaces.admins) ?? [];
  const ephemerals = slack.world.ephemerals.filter((one) => one.channelId === defaultPlaces.admins);
  return {
    now,
    channel: { id: defaultPlaces.admins, name: channel?.name ?? '' },
    people: [...slack.world.users.values()].map((user) => personOf(scene, user)),
    botUserId: slack.world.app.botUserId,
    messages: [...messages.map((one) => messageOf(scene, one)), ...ephemerals.map(ephemeralOf)].sort((a, b) =>
      a.ts < b.ts ? -1 : 1,
    ),
    views: [...slack.world.views.values()].map(({ id, userId, view }) => ({ id, userId, view })),
    users: usersOf(okta),
    buckets: okta.world.buckets.map(({ bucket, limit, used, resetAt }) => ({
      name: bucket,
      limit,
      used,
      resetsInMs: Math.max(0, resetAt - now),
    })),
    tokens: scene.devices.map((device) => device.show(now)),
    samples: scene.samples,
  };
}

function personOf({ slack }: Scene, user: User): PagePerson {
  const inChannel = slack.world.channels.get(defaultPlaces.admins)?.members.has(user.id) === true;
  const kind =
    user.isRestricted || user.isUltraRestricted ? 'guest' : user.isAdmin ? 'workspace admin' : 'member';
  const note = cast.includes(user.name) ? `${kind}, ${inChannel ? 'in' : 'not in'} the channel` : '';
  return { id: user.id, name: user.name, realName: user.realName, note };
}

function messageOf({ slack }: Scene, message: Message): PageMessage {
  const files = message.fileIds.flatMap((id) => {
    const file = slack.world.files.get(id);
    return file === undefined ? [] : [fileOf(file)];
  });
  return {
    channelId: message.channelId,
    ts: message.ts,
    threadTs: message.threadTs === message.ts ? undefined : message.threadTs,
    userId: message.userId,
    fromApp: message.botId !== undefined,
    text: message.text,
    blocks: message.blocks,
    files,
    edited: message.edited !== undefined,
    viewerId: undefined,
  };
}

const ephemeralOf = (one: Ephemeral): PageMessage => ({
  channelId: one.channelId,
  ts: one.ts,
  threadTs: one.threadTs,
  userId: one.fromId,
  fromApp: true,
  text: one.text,
  blocks: one.blocks,
  files: [],
  edited: false,
  viewerId: one.viewerId,
});

const fileOf = (file: StoredFile): PageFile => ({
  id: file.id,
  name: file.name,
  size: file.bytes.length,
  ownerId: file.ownerId,
  deleted: file.deleted,
  text: file.deleted ? '' : Buffer.from(file.bytes).toString('utf8').slice(0, 20_000),
});

function usersOf(okta: LocalOkta): readonly PageUser[] {
  const factors = [...okta.world.factors.values()];
  return [...okta.world.users.values()].map((user) => ({
    id: user.id,
    login: user.profile.login,
    name: `${user.profile.firstName} ${user.profile.lastName}`,
    status: user.status,
    factors: factors
      .filter((factor) => factor.userId === user.id)
      .map((factor) => ({
        id: factor.id,
        name: factor.vendorName,
        status: factor.status,
        customOtp: factor.factorType === 'token:hotp',
      })),
  }));
}
