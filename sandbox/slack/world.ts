// What the local Slack holds, in its own words; `wire/` turns these records into Slack's JSON.

/** A JSON object whose members have not been looked at yet. */
export type JsonObject = Record<string, unknown>;

export interface Team {
  readonly id: string;
  readonly domain: string;
  readonly name: string;
}

/** The installed app: what it was granted and what it listens to. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly scopes: Set<string>;
  readonly events: ReadonlySet<string>;
  readonly commands: ReadonlyMap<string, { readonly shouldEscape: boolean }>;
  readonly interactivity: boolean;
}

export interface User {
  readonly id: string;
  /** The handle after the @. */
  name: string;
  realName: string;
  email: string | undefined;
  emailConfirmed: boolean;
  deleted: boolean;
  readonly isBot: boolean;
  isAdmin: boolean;
  isOwner: boolean;
  /** A guest of several channels; `isUltraRestricted` is a guest of one. */
  isRestricted: boolean;
  isUltraRestricted: boolean;
  /** Comes from another organisation through a shared channel. */
  isStranger: boolean;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  members: readonly string[];
  disabled: boolean;
}

export interface Channel {
  readonly id: string;
  name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<string>;
  readonly created: number;
  archived: boolean;
  externallyShared: boolean;
}

export interface Reaction {
  readonly name: string;
  readonly userIds: string[];
}

export interface Message {
  readonly channelId: string;
  /** Seconds and six digits, unique and rising within the workspace: the message's id. */
  readonly ts: string;
  readonly userId: string;
  /** Set on what an app posted. */
  readonly botId: string | undefined;
  readonly threadTs: string | undefined;
  subtype: 'file_share' | 'channel_join' | 'channel_leave' | 'tombstone' | 'thread_broadcast' | undefined;
  text: string;
  blocks: readonly JsonObject[];
  attachments: readonly JsonObject[];
  fileIds: readonly string[];
  metadata: JsonObject | undefined;
  edited: { readonly userId: string; readonly ts: string } | undefined;
  /** What it showed before each edit, oldest first: a client that has not redrawn still shows the last one. */
  readonly earlier: (readonly JsonObject[])[];
  readonly reactions: Reaction[];
}

/** Seen by one person only, in no history, gone when that person reloads. */
export interface Ephemeral {
  readonly channelId: string;
  readonly ts: string;
  readonly viewerId: string;
  /** The app's bot user, or `USLACKBOT` where Slack itself reports a failure. */
  readonly fromId: string;
  readonly threadTs: string | undefined;
  text: string;
  blocks: readonly JsonObject[];
  readonly earlier: (readonly JsonObject[])[];
}

export interface Share {
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly sharedBy: string;
  /** `files.info` shows the share from this moment on (epoch ms). */
  readonly visibleAt: number;
}

export interface StoredFile {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  title: string;
  readonly bytes: Uint8Array;
  readonly mimetype: string;
  readonly filetype: string;
  readonly prettyType: string;
  mode: 'snippet' | 'hosted';
  /** Epoch seconds. */
  readonly created: number;
  readonly shares: Share[];
  /** Handed to the app through a modal's file input: the app may read it although no channel holds it. */
  handedToApp: boolean;
  isExternal: boolean;
  publicUrlShared: boolean;
  deleted: boolean;
}

/** An open modal. The last opened one of a person's stack is the one that is seen. */
export interface OpenView {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  hash: string;
  /** As the app sent it, every block with its block_id. */
  view: JsonObject;
  /** What the person has filled in so far: block_id → action_id → Slack's state object. */
  state: Record<string, Record<string, JsonObject>>;
}

export interface World {
  readonly team: Team;
  readonly app: App;
  readonly users: Map<string, User>;
  readonly groups: Map<string, UserGroup>;
  readonly channels: Map<string, Channel>;
  /** By channel id, oldest first, replies among them. */
  readonly messages: Map<string, Message[]>;
  readonly ephemerals: Ephemeral[];
  readonly files: Map<string, StoredFile>;
  /** By view id, in the order they were opened. */
  readonly views: Map<string, OpenView>;
}
