import { AppError, unreachable } from '../domain/errors.ts';
import { lookForEnrolment, lookForRemoval } from '../domain/look.ts';
import { isCustomOtp, type Okta } from '../domain/okta.ts';
import { outcomeText } from '../domain/outcome-text.ts';
import type { Clock } from '../domain/ports.ts';
import type { Row } from '../domain/row.ts';
import { afterEnrolling, afterUnenrolling, retryAt, settled, type Settling } from '../domain/settle.ts';
import type { Db } from '../store/db.ts';
import { postponeRow, recordIntent } from '../store/rows.ts';
import { tokenConflict } from '../store/tokens.ts';
import { loadRowSeed, type Vault } from '../store/vault.ts';
import type { Authenticators } from './authenticators.ts';
import type { OktaTime } from './okta-time.ts';
import { refreshRow, unseen } from './refresh-row.ts';

export interface RunRowDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly okta: Okta;
  readonly clock: Clock;
  readonly oktaTime: OktaTime;
  readonly authenticators: Authenticators;
  /** False while a batch is being stopped: doubt is still settled by looking, but nothing new is asked. */
  readonly mayWrite: boolean;
  /** Puts the end of a row on disk, with everything that follows from it, in one transaction. */
  readonly settle: (row: Row, settling: Settling, requestId?: string) => Promise<void>;
}

/** Why the whole batch must wait for a person, as a sentence; undefined when it may go on. */
type Pause = string | undefined;

/**
 * Takes one row one step further: intent on disk, then Okta, then the outcome on disk. A row whose earlier answer was
 * lost is looked at before anything is asked again. Gives the reason when the whole batch has to pause.
 */
export async function runRow(deps: RunRowDeps, row: Row): Promise<Pause> {
  if (row.state === 'unknown') return look(deps, row);
  const conflict = await tokenConflict(deps.db, row.id);
  if (conflict !== undefined) return end(deps, row, settled.tokenTaken(row, conflict));
  if (row.action === 'stock') return end(deps, row, settled.stocked(row));
  const fresh = await refreshRow(deps.okta, row, deps.clock.now());
  return fresh.kind === 'ready' ? write(deps, fresh.row) : setAside(deps, row, fresh);
}

async function look(deps: RunRowDeps, row: Row): Promise<Pause> {
  const factors = await deps.okta.factors(row.userId);
  deps.oktaTime.observe(factors);
  const at = deps.clock.now();
  if (factors.kind !== 'ok') return setAside(deps, row, unseen(row, factors, at));
  const seen = row.action === 'unenroll' ? lookForRemoval(row) : lookForEnrolment(row, factors.value, at);
  switch (seen.kind) {
    case 'wait':
      return postpone(deps, row, seen.notBefore);
    case 'settle':
      return end(deps, row, seen.settling);
    case 'repeat':
      if (!deps.mayWrite) return end(deps, row, settled.leftInDoubt(row));
      return write(deps, {
        ...row,
        seenFactorIds: factors.value.filter(isCustomOtp).map((factor) => factor.id),
      });
    default:
      return unreachable(seen);
  }
}

async function setAside(
  deps: RunRowDeps,
  row: Row,
  fresh: Awaited<ReturnType<typeof refreshRow>>,
): Promise<Pause> {
  switch (fresh.kind) {
    case 'later':
      return postpone(deps, row, fresh.at);
    case 'held':
      return end(deps, row, fresh.settling);
    case 'pause':
      return fresh.trouble;
    case 'ready':
      return undefined;
    default:
      return unreachable(fresh);
  }
}

async function write(deps: RunRowDeps, row: Row): Promise<Pause> {
  const send = row.action === 'unenroll' ? removal(deps) : await enrolment(deps, row);
  if (send.kind !== 'ready') return setAside(deps, row, send);
  const intended = await recordIntent(deps.db, {
    rowId: row.id,
    at: deps.clock.now(),
    oktaAt: deps.oktaTime.now(),
    seenFactorIds: row.seenFactorIds,
  });
  // Somebody paused or stopped the batch after the row was taken: nothing has left for Okta.
  if (intended === undefined) return send.drop();
  return send.ask(intended);
}

type Send =
  | { readonly kind: 'ready'; readonly ask: (row: Row) => Promise<Pause>; readonly drop: () => undefined }
  | { readonly kind: 'held'; readonly settling: Settling }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'pause'; readonly trouble: string };

const removal = (deps: RunRowDeps): Send & { kind: 'ready' } => ({
  kind: 'ready',
  drop: () => undefined,
  async ask(row) {
    const reply = await deps.okta.unenrol(row.userId, row.targetFactorId);
    deps.oktaTime.observe(reply);
    return end(deps, row, afterUnenrolling(row, reply, deps.clock.now()), reply.requestId);
  },
});

/** Everything an enrolment needs is at hand before the intent is written, so that an intent means a request. */
async function enrolment(deps: RunRowDeps, row: Row): Promise<Send> {
  const authenticators = await deps.authenticators.read();
  if (authenticators.kind === 'retry')
    return { kind: 'later', at: retryAt(authenticators, row.attempt, deps.clock.now()) };
  if (authenticators.kind === 'rejected' && authenticators.reason === 'credential') {
    return { kind: 'pause', trouble: outcomeText.credential };
  }
  const known = authenticators.kind === 'ok' ? authenticators.value : deps.authenticators.known();
  const authenticator = known.find((one) => one.id === row.authenticatorId && one.active);
  if (authenticator === undefined) return { kind: 'held', settling: settled.authenticatorGone(row) };
  const seed = await loadRowSeed(deps.db, deps.vault, row.id);
  if (seed === undefined) throw new AppError('STORE_ROW_INVALID', { rowId: row.id, missing: 'seed' });
  const { id: authenticatorId, encoding } = authenticator;
  return {
    kind: 'ready',
    drop() {
      seed.wipe();
    },
    async ask(intended) {
      const reply = await deps.okta.enrol({ userId: intended.userId, authenticatorId, encoding, seed });
      seed.wipe();
      deps.oktaTime.observe(reply);
      return end(deps, intended, afterEnrolling(intended, reply, deps.clock.now()), reply.requestId);
    },
  };
}

async function end(deps: RunRowDeps, row: Row, settling: Settling, requestId?: string): Promise<Pause> {
  await deps.settle(row, settling, requestId);
  return settling.pause;
}

async function postpone(deps: RunRowDeps, row: Row, notBefore: number): Promise<undefined> {
  await postponeRow(deps.db, row.id, notBefore);
  return undefined;
}
