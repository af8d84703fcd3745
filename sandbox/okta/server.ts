import type { Admin } from './admin.ts';
import type { Faults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { Exchange, JournalEntry } from './journal.ts';
import type { OrgSeed } from './org.ts';
import type { World } from './world.ts';

export { codeAt } from './codes.ts';

/** Requests per minute by bucket for the whole org; each credential gets `principalShare` of it. */
export interface Limits {
  readonly perMinute: Readonly<Record<string, number>>;
  readonly windowMs: number;
  readonly principalShare: number;
  /** Requests in flight at once, org-wide. */
  readonly concurrency: number;
}

export interface OktaOptions {
  readonly clock?: () => number;
  readonly seed?: number;
  readonly port?: number;
  /** `defaultOrg` unless given. */
  readonly org?: OrgSeed;
  readonly flags?: Partial<Flags>;
  readonly limits?: Partial<Limits>;
  readonly latencyMs?: number;
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface LocalOkta {
  readonly url: string;
  /** The SSWS secret of the org's first credential. */
  readonly credential: string;
  readonly world: World;
  readonly admin: Admin;
  readonly faults: Faults;
  readonly journal: readonly JournalEntry[];
  /** Calls back after every change of the world; the returned function stops that. */
  on(event: 'change', listener: () => void): () => void;
  close(): Promise<void>;
}

/** Starts an Okta org on 127.0.0.1 (a free port unless one is given). */
export function startOkta(_options: OktaOptions = {}): Promise<LocalOkta> {
  return Promise.reject(new Error('not implemented'));
}
