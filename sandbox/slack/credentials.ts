import type { Ids } from './ids.ts';

export type TokenKind = 'bot' | 'app' | 'user';

export interface Credential {
  readonly kind: TokenKind;
  readonly token: string;
  readonly userId: string;
  /** The bot's is the app's own set, so that a scope can be taken away while it runs. */
  readonly scopes: ReadonlySet<string>;
  /** `revoked` answers token_revoked, `inactive` account_inactive. */
  state: 'valid' | 'revoked' | 'inactive';
}

export interface Credentials {
  readonly bot: Credential;
  readonly app: Credential;
  readonly signingSecret: string;
  find(token: string): Credential | undefined;
  /** A person's own token. */
  issue(userId: string, scopes: readonly string[]): Credential;
}

export interface AppIdentity {
  readonly appId: string;
  readonly botUserId: string;
  readonly botScopes: ReadonlySet<string>;
}

export function makeCredentials(ids: Ids, app: AppIdentity): Credentials {
  const numbers = () => `${ids.digits(12)}-${ids.digits(13)}`;
  const bot: Credential = {
    kind: 'bot',
    token: `xoxb-${numbers()}-${ids.secret(24)}`,
    userId: app.botUserId,
    scopes: app.botScopes,
    state: 'valid',
  };
  const appLevel: Credential = {
    kind: 'app',
    token: `xapp-1-${app.appId}-${ids.digits(13)}-${ids.hex(64)}`,
    userId: app.botUserId,
    scopes: new Set(['connections:write']),
    state: 'valid',
  };
  const known = new Map([bot, appLevel].map((credential) => [credential.token, credential]));
  return {
    bot,
    app: appLevel,
    signingSecret: ids.hex(32),
    find: (token) => known.get(token),
    issue(userId, scopes) {
      const token = `xoxp-${numbers()}-${ids.digits(13)}-${ids.hex(32)}`;
      const credential: Credential = { kind: 'user', token, userId, scopes: new Set(scopes), state: 'valid' };
      known.set(token, credential);
      return credential;
    },
  };
}
