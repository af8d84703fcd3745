export const tokenStates = ['stock', 'assigned', 'lost', 'faulty', 'retired'] as const;
export type TokenState = (typeof tokenStates)[number];

/** What people report of a token: each is a command of its own. */
export const reports = ['lose', 'find', 'break', 'return', 'retire'] as const;
export type Report = (typeof reports)[number];

export type TokenEvent = 'assign' | 'revoke' | Report;

/**
 * A token's life, as data. What leaves or reaches `assigned` is done in Okta; everything else is only noted. A lost
 * token goes back to its owner when it is found, and to stock when it is returned; a retired one never comes back.
 */
export const tokenTransitions: Readonly<Record<TokenState, Partial<Record<TokenEvent, TokenState>>>> = {
  stock: { assign: 'assigned', break: 'faulty', lose: 'lost', retire: 'retired' },
  assigned: { revoke: 'stock', return: 'stock', lose: 'lost', break: 'faulty', retire: 'retired' },
  lost: { find: 'assigned', return: 'stock', break: 'faulty', retire: 'retired' },
  faulty: { return: 'stock', retire: 'retired' },
  retired: {},
};

export const nextTokenState = (state: TokenState, event: TokenEvent): TokenState | undefined =>
  tokenTransitions[state][event];

/** Whether an event changes what Okta holds, so that somebody has to approve it. */
export const concernsOkta = (state: TokenState, event: TokenEvent): boolean =>
  state === 'assigned' || nextTokenState(state, event) === 'assigned';

export const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const;
export type Algorithm = (typeof algorithms)[number];

/** How a token makes its codes. `algorithm` and `digits` are undefined where the vendor's file does not say. */
export interface TokenSettings {
  readonly algorithm?: Algorithm | undefined;
  readonly digits?: number | undefined;
  readonly timeStepSeconds: number;
}

/** A token as the bot remembers it; `userId`, `userLogin` and `factorId` are set while it is assigned. */
export interface Token {
  readonly serial: string;
  readonly state: TokenState;
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  /** Keyed fingerprint of the seed: equal seeds show as equal, and nothing else can be learned from it. */
  readonly seedFingerprint: string;
  /** Number of bytes of the seed. */
  readonly seedLength: number;
  /** True where the bot no longer holds the seed, so that only the vendor's file can enrol the token. */
  readonly seedGone?: boolean | undefined;
  readonly userId?: string | undefined;
  readonly userLogin?: string | undefined;
  readonly factorId?: string | undefined;
  readonly authenticatorId?: string | undefined;
  readonly assignedAt?: number | undefined;
  /** Of a lost or faulty token that was taken from somebody: whose it was. */
  readonly formerUserId?: string | undefined;
  readonly formerUserLogin?: string | undefined;
  /** When Okta last accepted a code for the present owner (epoch ms); undefined while it is enrolled and not proven. */
  readonly verifiedAt?: number | undefined;
  /** How far its clock was ahead at the last code (ms), and how fast that grows. */
  readonly aheadMs?: number | undefined;
  readonly msPerMonth?: number | undefined;
  /** When Okta is expected to begin to refuse its codes (epoch ms). */
  readonly leavesAt?: number | undefined;
  readonly batchId: string;
}

/** Serials are compared without regard to case: people type them from the back of the device. */
export const foldSerial = (serial: string): string => serial.toUpperCase();
