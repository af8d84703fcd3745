import type { Ephemeral, Message, OpenView } from './world.ts';

export type HumanErrorCode =
  | 'no_such_user'
  | 'deactivated'
  | 'no_such_channel'
  | 'not_a_member'
  | 'channel_archived'
  | 'no_such_message'
  | 'no_such_control'
  | 'no_such_option'
  | 'no_such_file'
  | 'no_such_view'
  | 'no_such_command'
  | 'not_allowed'
  | 'incomplete';

/** A person could not have done that: Slack's own client does not offer it. */
export class HumanError extends Error {
  readonly code: HumanErrorCode;

  constructor(code: HumanErrorCode, message: string) {
    super(message);
    this.name = 'HumanError';
    this.code = code;
  }
}

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The message typed along with the file. */
  readonly comment?: string | undefined;
  readonly threadTs?: string | undefined;
}

/** What the typist sees once Slack has heard from the app, or has given up on it. */
export type SlashSeen =
  | {
      readonly outcome: 'answered';
      /** The ack's reply, only for the typist or for the channel; absent after an empty ack. */
      readonly ephemeral: Ephemeral | undefined;
      readonly message: Message | undefined;
    }
  /** Slack shows its own ephemeral line with this code. */
  | { readonly outcome: 'operation_timeout' | 'dispatch_failed' | 'invalid_command_response' };

export type ClickTarget = { readonly channelId: string; readonly ts: string } | { readonly viewId: string };

export interface ClickOptions {
  /** Needed only where two blocks use the same action_id. */
  readonly blockId?: string;
  /** The answer to the control's own confirmation dialog, if it has one; yes by default. */
  readonly confirm?: boolean;
  /** Clicks what an earlier version of the message showed: this client has not redrawn yet. */
  readonly stale?: boolean;
  /** The chosen value(s), for menus, radio buttons, checkboxes and overflow menus. */
  readonly choice?: string | readonly string[];
}

export type ClickSeen =
  /** `denied`: the confirmation dialog was answered with no, nothing was sent. */
  { readonly outcome: 'acked' | 'denied' | 'timed_out' | 'failed' };

/** Filled-in inputs by block_id or action_id: text, an option's value(s), user ids, or files. */
export type FormValues = Readonly<Record<string, FormValue>>;
export type FormValue =
  | string
  | readonly string[]
  | readonly { readonly name: string; readonly bytes: Uint8Array }[];

export type SubmitSeen =
  | { readonly outcome: 'closed' | 'cleared' }
  /** By block_id. */
  | { readonly outcome: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly outcome: 'updated' | 'pushed'; readonly view: OpenView }
  /** "We had some trouble connecting. Try again?": no ack in time, or an ack that is not valid for a view. */
  | { readonly outcome: 'trouble_connecting' };

/** The people of the workspace. Each act rejects with a `HumanError` where Slack's client would not let them do it. */
export interface Actors {
  /** Drops a file into a channel. */
  upload(
    userId: string,
    channelId: string,
    file: Upload,
  ): Promise<{ readonly fileId: string; readonly ts: string }>;
  post(userId: string, channelId: string, text: string, threadTs?: string): Promise<{ readonly ts: string }>;
  /** Types a line that starts with a slash command, `@name` for people and groups, `#name` for channels. */
  slash(userId: string, channelId: string, line: string): Promise<SlashSeen>;
  click(userId: string, target: ClickTarget, actionId: string, options?: ClickOptions): Promise<ClickSeen>;
  /** Presses a modal's submit button; rejects with `incomplete` where the client itself finds fault. */
  submitView(userId: string, viewId: string, values: FormValues): Promise<SubmitSeen>;
  /** Closes a modal; with `all`, the whole stack. */
  closeView(userId: string, viewId: string, all?: boolean): Promise<void>;
  deleteFile(userId: string, fileId: string): Promise<void>;
  deleteMessage(userId: string, channelId: string, ts: string): Promise<void>;
  /** Reloads the client: every ephemeral message and open modal of that person is gone. */
  reload(userId: string): Promise<void>;
  join(userId: string, channelId: string): Promise<void>;
  leave(userId: string, channelId: string): Promise<void>;
  invite(userId: string, channelId: string, invitedId: string): Promise<void>;
  /** Removes somebody, or the bot, from a channel. */
  remove(userId: string, channelId: string, removedId: string): Promise<void>;
  setGroupMembers(groupId: string, userIds: readonly string[]): Promise<void>;
  deactivate(userId: string): Promise<void>;
  shareChannelExternally(channelId: string): Promise<void>;
  archiveChannel(channelId: string): Promise<void>;
  /** Afterwards every call with it answers `token_revoked`. */
  revokeToken(kind?: 'bot' | 'app'): Promise<void>;
  removeScope(scope: string): Promise<void>;
  uninstall(): Promise<void>;
}
