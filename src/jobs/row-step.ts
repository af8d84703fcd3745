import { unreachable } from '../domain/errors.ts';
import type { Okta } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import type { Row } from '../domain/row.ts';
import { settled, type Settling } from '../domain/settle.ts';
import type { Db } from '../store/db.ts';
import { postponeRow } from '../store/rows.ts';
import type { Vault } from '../store/vault.ts';
import type { Admins } from './admins.ts';
import type { Authenticators } from './authenticators.ts';
import type { OktaTime } from './okta-time.ts';

export interface RowDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly okta: Okta;
  readonly clock: Clock;
  readonly oktaTime: OktaTime;
  readonly authenticators: Authenticators;
  readonly admins: Admins;
  /**
   * False while a batch is being stopped: doubt is still settled by looking, but nothing new is asked; only a row
   * between two steps goes on.
   */
  readonly mayWrite: boolean;
  /** False while a batch is being stopped: what cannot go on then is left to a person. */
  readonly mayPause: boolean;
  /** Ends the wait for Okta's budget; a request that has left is not taken back. */
  readonly signal: AbortSignal;
  /** Puts the end of a row on disk, with everything that follows from it, in one transaction. */
  readonly settle: (row: Row, settling: Settling, requestId?: string) => Promise<void>;
}

/** Why the whole batch must wait for a person, as a sentence; undefined when it may go on. */
export type Pause = string | undefined;

/** Why a row goes no further for now. */
export type SetAside =
  | { readonly kind: 'held'; readonly settling: Settling }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'pause'; readonly trouble: string };

/** Puts on disk what keeps a row from going on; gives the reason when the whole batch has to pause. */
export async function setAside(deps: RowDeps, row: Row, why: SetAside): Promise<Pause> {
  switch (why.kind) {
    case 'later':
      return postpone(deps, row, why.at);
    case 'held':
      return end(deps, row, why.settling);
    case 'pause':
      // A batch that is being stopped cannot pause as well: what cannot be looked at is left to a person.
      return deps.mayPause ? why.trouble : end(deps, row, settled.unreadable(row));
    default:
      return unreachable(why);
  }
}

/** Puts on disk what became of a row; gives the reason when the whole batch has to pause. */
export async function end(deps: RowDeps, row: Row, settling: Settling, requestId?: string): Promise<Pause> {
  if (settling.pause !== undefined && !deps.mayPause)
    return end(deps, row, settled.unreadable(row), requestId);
  await deps.settle(row, settling, requestId);
  return settling.pause;
}

/** Leaves a row alone until a time (epoch ms). */
export async function postpone(deps: RowDeps, row: Row, notBefore: number): Promise<undefined> {
  await postponeRow(deps.db, row.id, notBefore);
  return undefined;
}
