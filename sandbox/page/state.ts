// What the page shows, as one JSON document: the server sends it anew after every change.

export interface PagePerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly note: string;
}

export interface PageFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly ownerId: string;
  readonly deleted: boolean;
  readonly text: string;
}

export interface PageMessage {
  readonly channelId: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly userId: string;
  readonly fromApp: boolean;
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
  readonly files: readonly PageFile[];
  readonly edited: boolean;
  /** Set on a message that one person alone sees. */
  readonly viewerId: string | undefined;
}

export interface PageView {
  readonly id: string;
  readonly userId: string;
  readonly view: Record<string, unknown>;
}

export interface PageFactor {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly customOtp: boolean;
}

export interface PageUser {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly status: string;
  readonly factors: readonly PageFactor[];
}

export interface PageBucket {
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly resetsInMs: number;
}

export interface PageToken {
  readonly serial: string;
  readonly model: string;
  readonly user: string;
  readonly code: string;
  readonly secondsLeft: number;
}

export interface PageState {
  readonly now: number;
  readonly channel: { readonly id: string; readonly name: string };
  readonly people: readonly PagePerson[];
  readonly botUserId: string;
  readonly messages: readonly PageMessage[];
  readonly views: readonly PageView[];
  readonly users: readonly PageUser[];
  readonly buckets: readonly PageBucket[];
  readonly tokens: readonly PageToken[];
  readonly samples: readonly string[];
}

/** What somebody does on the page; `as` is the Slack user id of the person chosen in the switch. */
export type PageAct =
  | { readonly kind: 'upload'; readonly as: string; readonly name: string; readonly base64: string }
  | { readonly kind: 'sample'; readonly as: string; readonly name: string }
  | { readonly kind: 'slash'; readonly as: string; readonly line: string }
  | {
      readonly kind: 'post';
      readonly as: string;
      readonly text: string;
      readonly threadTs?: string | undefined;
    }
  | {
      readonly kind: 'click';
      readonly as: string;
      readonly ts: string;
      readonly actionId: string;
      readonly blockId?: string | undefined;
    }
  | {
      readonly kind: 'submit';
      readonly as: string;
      readonly viewId: string;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'close'; readonly as: string; readonly viewId: string }
  | { readonly kind: 'deleteFile'; readonly as: string; readonly fileId: string }
  | { readonly kind: 'signIn'; readonly userId: string; readonly factorId: string; readonly code: string };

/** A sentence for the person who acted; `ok` is false when it did not work. */
export interface PageAnswer {
  readonly ok: boolean;
  readonly text: string;
}
