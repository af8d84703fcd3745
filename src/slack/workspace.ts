import type { Clock, Seen, Workspace } from '../domain/ports.ts';
import type { SharedFile } from '../domain/people.ts';
import type { Secret } from '../domain/secret.ts';
import type { SlackApi } from './api.ts';
import { cached } from './cached.ts';
import { downloadFile } from './download.ts';
import { fileOf, locateFile } from './files.ts';
import { look } from './look.ts';
import { channelOf, personOf } from './people.ts';
import { channelReply, filesReply, groupReply, membersReply, userReply } from './wire.ts';

export interface WorkspaceOptions {
  readonly api: SlackApi;
  readonly apiUrl: string;
  readonly botToken: Secret<string>;
  /** The bot's own workspace, as `auth.test` names it: everybody else is external. */
  readonly teamId: string;
  readonly clock: Clock;
  readonly downloadTimeoutMs?: number;
}

const absent = {
  person: new Set(['user_not_found', 'users_not_found', 'user_not_visible']),
  channel: new Set(['channel_not_found', 'method_not_supported_for_channel_type']),
  group: new Set(['no_such_subteam', 'subteam_not_found']),
};

/** More pages than any workspace fills; a reply that never ends must not keep the bot reading for ever. */
const maxPages = 500;

/** Slack's view of people, channels and files. People and group members are remembered for up to 60 s. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { api, clock, teamId } = options;
  return {
    person: cached(clock, async (user) => {
      const seen = await look(api, {
        method: 'users.info',
        args: { user },
        reply: userReply,
        absent: absent.person,
      });
      return seen.kind === 'ok' ? { kind: 'ok', value: personOf(seen.value, teamId) } : seen;
    }),
    async channel(channel) {
      const seen = await look(api, {
        method: 'conversations.info',
        args: { channel },
        reply: channelReply,
        absent: absent.channel,
      });
      return seen.kind === 'ok' ? { kind: 'ok', value: channelOf(seen.value) } : seen;
    },
    channelMembers: (channel) => membersOf(api, channel),
    groupMembers: cached(clock, async (usergroup) => {
      const seen = await look(api, {
        method: 'usergroups.users.list',
        args: { usergroup },
        reply: groupReply,
        absent: absent.group,
      });
      return seen.kind === 'ok' ? { kind: 'ok', value: seen.value.users } : seen;
    }),
    file: (fileId) => describe(api, fileId),
    filesSince: (channel, since) => filesSince(api, channel, since),
    download: (fileId, maxBytes) => downloadFile(options, fileId, maxBytes),
  };
}

async function membersOf(api: SlackApi, channel: string): Promise<Seen<readonly string[]>> {
  const members = new Set<string>();
  let cursor = '';
  for (let page = 0; page < maxPages; page += 1) {
    const seen = await look(api, {
      method: 'conversations.members',
      args: { channel, limit: 1000, ...(cursor === '' ? {} : { cursor }) },
      reply: membersReply,
      absent: absent.channel,
    });
    if (seen.kind !== 'ok') return seen;
    for (const member of seen.value.members) members.add(member);
    cursor = seen.value.response_metadata.next_cursor;
    if (cursor === '') return { kind: 'ok', value: [...members] };
  }
  return { kind: 'unavailable', why: 'endless_answer' };
}

async function describe(api: SlackApi, fileId: string): Promise<Seen<SharedFile>> {
  const seen = await locateFile(api, fileId);
  return seen.kind === 'ok' ? { kind: 'ok', value: seen.value.file } : seen;
}

async function filesSince(
  api: SlackApi,
  channel: string,
  since: number,
): Promise<Seen<readonly SharedFile[]>> {
  const files = new Map<string, SharedFile>();
  for (let page = 1; page <= maxPages; page += 1) {
    const seen = await look(api, {
      method: 'files.list',
      args: { channel, ts_from: Math.floor(since / 1000), count: 200, page },
      reply: filesReply,
      absent: absent.channel,
    });
    if (seen.kind !== 'ok') return seen;
    for (const object of seen.value.files) {
      const file = fileOf(object);
      // What has been deleted meanwhile is no news; what Slack shows as a stub here may have a full description.
      const full = file.kind === 'unavailable' ? await describe(api, object.id) : file;
      if (full.kind === 'ok') files.set(full.value.id, full.value);
    }
    if (page >= seen.value.paging.pages) {
      return { kind: 'ok', value: [...files.values()].toSorted((a, b) => a.createdAt - b.createdAt) };
    }
  }
  return { kind: 'unavailable', why: 'endless_answer' };
}
