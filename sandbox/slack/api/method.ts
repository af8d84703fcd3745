import type { Credential, TokenKind } from '../credentials.ts';
import type { Workspace } from '../workspace.ts';
import type { Args } from './args.ts';
import type { Reply } from './reply.ts';

export interface Call {
  readonly workspace: Workspace;
  readonly args: Args;
  readonly caller: Credential;
}

/** Calls per minute: docs.slack.dev/apis/web-api/rate-limits */
export const tier = { one: 1, two: 20, three: 50, four: 100, special: 600 } as const;

export interface Method {
  readonly tokens: readonly TokenKind[];
  /** Any one of these is enough; none are needed where the list is empty. */
  readonly scopes: readonly string[];
  readonly perMinute: number;
  /** Whether a JSON body is read; the methods that only read take forms alone. */
  readonly json: boolean;
  readonly required: readonly string[];
  readonly run: (call: Call) => Reply;
}

export type Methods = Readonly<Record<string, Method>>;

/** What most methods have in common; each names what differs. */
export const method = (run: Method['run'], differs: Partial<Method> = {}): Method => ({
  tokens: ['bot', 'user'],
  scopes: [],
  perMinute: tier.three,
  json: false,
  required: [],
  run,
  ...differs,
});
