import type { JsonObject } from '../world.ts';

/** One attempt to hand something to the app. */
export interface Parcel {
  readonly kind: 'event' | 'command' | 'interaction';
  readonly payload: JsonObject;
  readonly envelopeId: string;
  readonly acceptsResponse: boolean;
  /** 0 is the first. */
  readonly attempt: number;
  readonly retryReason: string;
  /** A connection that must not get it, if there is another. */
  readonly avoid: number;
}

export type Answer =
  /** `body` is the ack's payload; clicks and events make nothing of it. */
  | { readonly got: 'ack'; readonly body: JsonObject | undefined; readonly connection: number }
  /** Not in time; `reason` is what a retry will name. */
  | { readonly got: 'timeout'; readonly reason: string; readonly connection: number }
  | { readonly got: 'no_connection' }
  /** The Request URL answered badly or not at all; `reason` is Slack's X-Slack-Retry-Reason. */
  | { readonly got: 'failure'; readonly reason: string; readonly noRetry: boolean };

export interface Transport {
  send(parcel: Parcel): Promise<Answer>;
  close(): Promise<void>;
}

/** docs.slack.dev/apis/events-api: whoever has not answered by then is asked again. */
export const ackDeadlineMs = 3000;
