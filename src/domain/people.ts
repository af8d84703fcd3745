/** A member of the workspace as Slack describes him at this moment. */
export interface Person {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly emailConfirmed: boolean;
  readonly deactivated: boolean;
  readonly bot: boolean;
  /** A guest of either kind. */
  readonly guest: boolean;
  /** Belongs to another workspace or organisation. */
  readonly external: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly private: boolean;
  readonly shared: boolean;
  readonly archived: boolean;
  readonly member: boolean;
}

/** Why the bot must not work in a channel, as the end of a sentence; undefined when it may. */
export function unsafeChannel(channel: Channel, allowPublic: boolean): string | undefined {
  if (channel.shared) return 'it is shared with another organisation';
  if (channel.archived) return 'it is archived';
  if (!channel.member) return 'the bot is not a member: invite it';
  if (!channel.private && !allowPublic)
    return 'it is public: make it private, or set ALLOW_PUBLIC_CHANNEL=true';
  return undefined;
}

/** A file in Slack, without its contents. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly owner: string;
  readonly ownerTeam?: string | undefined;
  readonly external: boolean;
  readonly mode: string;
  readonly publicUrl: boolean;
  readonly channels: readonly string[];
  /** Message that carries the file in each channel, where Slack already tells. */
  readonly shares: Readonly<Record<string, string>>;
  readonly permalink?: string | undefined;
  readonly createdAt: number;
}
