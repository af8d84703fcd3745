import type { ModalView } from '@slack/types';
import type { Refusal } from '../domain/approval.ts';
import type { ApprovalPolicy, ApproverRule, Message } from '../domain/messages.ts';
import type { PublicKeys } from '../domain/keys.ts';
import type { Authenticator, Okta } from '../domain/okta.ts';
import type { Chat, Clock, Ids, Workspace } from '../domain/ports.ts';
import type { Compared } from '../domain/reconcile.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import type { MessageView } from '../slack/blocks.ts';
import type { Db } from '../store/db.ts';
import type { Vault } from '../store/vault.ts';

/** What the handlers work with; everything slow behind it is asked only after Slack has its acknowledgement. */
export interface HandlerDeps {
  readonly db: Db;
  readonly okta: Okta;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly view: (message: Message) => MessageView;
  readonly teamId: string;
  readonly allowPublicChannel: boolean;
  readonly adminChannels: readonly string[];
  readonly command: string;
  readonly policy: ApprovalPolicy;
  readonly approvers: ApproverRule;
  readonly vault: Vault;
  readonly chat: Pick<Chat, 'upload'>;
  /** Okta's authenticators as last read; empty before the first good answer. */
  readonly authenticators: () => Promise<readonly Authenticator[]>;
  /** Holds what Okta has against what the bot remembers; undefined where Okta could not be asked. */
  readonly reconcile: () => Promise<(Compared & { readonly looked: number }) | undefined>;
  /** The keys vendors encrypt to, made at the first call. */
  readonly publicKeys: () => Promise<PublicKeys>;
  /** Opens a form with the trigger of what somebody just did; false when Slack would not. */
  readonly openModal: (triggerId: string, view: ModalView) => Promise<boolean>;
  /** Takes what opens the file of a batch, to be kept in memory until it is planned. */
  readonly unlock: (batchId: string, passphrase: Secret<string>) => void;
  readonly files: {
    /** Takes a file in that was seen in the admin channel; returns at once. */
    seen(sighting: { channelId: string; fileId: string; userId: string }): void;
    deleted(fileId: string): Promise<void>;
  };
  /** Tells the jobs that there is something to do. */
  readonly wake: { planner(): void; worker(): void; announcer(): void };
  /** Slack took the bot's permission away. */
  readonly onRevoked: (why: string) => void;
}

/** What a person gets to see for what he did: an answer, or why not. */
export type Reply = Message;

export const refusing = (refusal: Refusal): Reply => ({ kind: 'refusal', refusal });

export const noticing = (text: string): Reply => ({ kind: 'notice', text });
