import { defaultFlags, type Flags } from '../flags.ts';
import { createIds, type Ids } from './ids.ts';
import { bucketRecords, type Limits, type Window } from '../http/rate-limits.ts';
import type { UserIndex } from './user-index.ts';
import { createUserIndex } from './user-index.ts';
import type {
  AuthenticatorRecord,
  ClientRecord,
  CredentialRecord,
  FactorRecord,
  GroupRecord,
  LogRecord,
  MailRecord,
  PolicyRule,
  ResetCall,
  UserRecord,
  World,
} from '../world.ts';

/** An access token the token endpoint issued; `thumbprint` is the key it is bound to (DPoP). */
export interface AccessToken {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly thumbprint: string | null;
}

/** Everything the endpoints read and change. `World` is the readable face of it. */
export interface State {
  readonly now: () => number;
  readonly ids: Ids;
  readonly org: { readonly id: string; url: string };
  readonly flags: Flags;
  readonly limits: Limits;
  readonly users: Map<string, UserRecord>;
  /** User ids by folded login. */
  readonly logins: Map<string, string>;
  readonly index: UserIndex;
  readonly factors: Map<string, FactorRecord>;
  readonly heldBy: Map<string, Set<FactorRecord>>;
  readonly secrets: Map<string, Uint8Array>;
  readonly authenticators: Map<string, AuthenticatorRecord>;
  readonly groups: Map<string, GroupRecord>;
  readonly policies: PolicyRule[];
  /** Credentials by id, and the ids by their secret. */
  readonly credentials: Map<string, CredentialRecord>;
  readonly credentialSecrets: Map<string, string>;
  readonly clients: Map<string, ClientRecord>;
  readonly accessTokens: Map<string, AccessToken>;
  /** `jti` values seen, with the time (epoch milliseconds) after which they may be forgotten. */
  readonly seenJti: Map<string, number>;
  readonly log: LogRecord[];
  readonly mails: MailRecord[];
  readonly windows: Map<string, Window>;
  readonly resetCalls: ResetCall[];
  /** Times of activation attempts by user; five in five minutes are allowed. */
  readonly activations: Map<string, readonly number[]>;
  changed(): void;
}

export interface StateOptions {
  readonly clock: () => number;
  readonly seed: number;
  readonly flags: Partial<Flags>;
  readonly limits: Limits;
  readonly changed: () => void;
}

/** An org without users, authenticators or credentials. */
export function createState(options: StateOptions): State {
  const ids = createIds(options.seed);
  const flags: Flags = { ...defaultFlags, ...options.flags };
  return {
    now: options.clock,
    ids,
    org: { id: ids.id('00o'), url: '' },
    flags,
    limits: options.limits,
    users: new Map(),
    logins: new Map(),
    index: createUserIndex(options.clock, flags),
    factors: new Map(),
    heldBy: new Map(),
    secrets: new Map(),
    authenticators: new Map(),
    groups: new Map(),
    policies: [],
    credentials: new Map(),
    credentialSecrets: new Map(),
    clients: new Map(),
    accessTokens: new Map(),
    seenJti: new Map(),
    log: [],
    mails: [],
    windows: new Map(),
    resetCalls: [],
    activations: new Map(),
    changed: options.changed,
  };
}

/** The readable face of a state: live, not a copy. */
export function worldOf(state: State): World {
  return {
    org: state.org,
    flags: state.flags,
    users: state.users,
    factors: state.factors,
    authenticators: state.authenticators,
    groups: state.groups,
    policies: state.policies,
    credentials: state.credentials,
    clients: state.clients,
    log: state.log,
    mails: state.mails,
    get buckets() {
      return bucketRecords(state.windows, state.now());
    },
    resetCalls: state.resetCalls,
    secretOf: (factorId) => state.secrets.get(factorId),
  };
}
