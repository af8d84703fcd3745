// docs.slack.dev/reference/objects/file-object
import { fileTypeOf } from '../files/file-type.ts';
import { previewOf } from '../files/preview.ts';
import { defined } from '../json.ts';
import type { State } from '../state.ts';
import type { Channel, JsonObject, Share, StoredFile } from '../world.ts';

const tombstone = (file: StoredFile): JsonObject => ({ id: file.id, mode: 'tombstone' });

function sharesOf(state: State, shares: readonly Share[], kind: Channel['kind']): JsonObject | undefined {
  const byChannel: Record<string, JsonObject[]> = {};
  for (const share of shares) {
    const channel = state.world.channels.get(share.channelId);
    if (channel?.kind !== kind) continue;
    const entry = defined({
      ts: share.ts,
      thread_ts: share.threadTs,
      reply_users: [],
      reply_users_count: 0,
      reply_count: 0,
      channel_name: channel.name,
      team_id: state.world.team.id,
      share_user_id: share.sharedBy,
    });
    byChannel[share.channelId] = [...(byChannel[share.channelId] ?? []), entry];
  }
  return Object.keys(byChannel).length === 0 ? undefined : byChannel;
}

const channelIds = (state: State, shares: readonly Share[], kind: Channel['kind']): readonly string[] => [
  ...new Set(
    shares
      .map(({ channelId }) => channelId)
      .filter((channelId) => state.world.channels.get(channelId)?.kind === kind),
  ),
];

function urls(state: State, file: StoredFile): JsonObject {
  const { team } = state.world;
  const name = encodeURIComponent(file.name.toLowerCase().replaceAll(' ', '_'));
  const base = `${state.baseUrl}/files-pri/${team.id}-${file.id}`;
  return {
    url_private: `${base}/${name}`,
    url_private_download: `${base}/download/${name}`,
    permalink: `${state.baseUrl}/files/${file.ownerId}/${file.id}/${name}`,
    permalink_public: `${state.baseUrl}/${team.id}-${file.id}-public`,
  };
}

/** What a shared channel's app gets instead of the file. */
export const fileStub = (file: StoredFile): JsonObject => ({
  id: file.id,
  mode: 'file_access',
  file_access: 'check_file_info',
});

const visibleShares = (state: State, file: StoredFile): readonly Share[] =>
  file.shares.filter(({ visibleAt }) => visibleAt <= state.now());

/** A file as the API shows it; by default with the shares that Slack has caught up with. */
export function fileObject(
  state: State,
  file: StoredFile,
  shares: readonly Share[] = visibleShares(state, file),
): JsonObject {
  if (file.deleted) return tombstone(file);
  const isText = fileTypeOf(file.name).isText && file.bytes.length <= 1_048_576;
  const publicChannels = channelIds(state, shares, 'public');
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.prettyType,
    user: file.ownerId,
    user_team: state.world.team.id,
    editable: file.mode === 'snippet',
    size: file.bytes.length,
    mode: file.mode,
    is_external: file.isExternal,
    external_type: '',
    is_public: publicChannels.length > 0,
    public_url_shared: file.publicUrlShared,
    display_as_bot: false,
    username: '',
    ...urls(state, file),
    ...(isText ? previewOf(file.bytes) : {}),
    is_starred: false,
    has_rich_preview: false,
    file_access: 'visible',
    channels: publicChannels,
    groups: channelIds(state, shares, 'private'),
    ims: channelIds(state, shares, 'im'),
    comments_count: 0,
    shares: defined({
      public: sharesOf(state, shares, 'public'),
      private: sharesOf(state, shares, 'private') ?? sharesOf(state, shares, 'im'),
    }),
    has_more_shares: false,
  };
}
