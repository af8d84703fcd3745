import { AppError } from '../domain/errors.ts';
import type { Outcome, WriteOptions } from '../domain/okta.ts';
import { outcomeText } from '../domain/outcome-text.ts';
import { askOf } from '../domain/replacement.ts';
import type { Row } from '../domain/row.ts';
import type { Secret } from '../domain/secret.ts';
import { afterEnrolling, afterUnenrolling, retryAt, settled, type Settling } from '../domain/settle.ts';
import { recordIntent } from '../store/rows.ts';
import { loadRowSeed, loadSeed } from '../store/vault.ts';
import { end, type Pause, postpone, type RowDeps, type SetAside, setAside } from './row-step.ts';

const blindMs = 60_000;

/**
 * Asks Okta for the row's change: intent on disk, then the request, then its outcome on disk. The intent is written
 * when the budget lets the request leave and not before, so that the time since an intent is the time since a request,
 * and a pause keeps back whatever has not left. Gives the reason when the whole batch has to pause.
 */
export async function writeRow(deps: RowDeps, row: Row): Promise<Pause> {
  const send = askOf(row) === 'unenroll' ? removal(deps, row) : await enrolment(deps, row);
  if (send.kind !== 'ready') return setAside(deps, row, send);
  const written: { intent?: Row | undefined } = {};
  const { reply, settling } = await send.ask({
    signal: deps.signal,
    async beforeSending() {
      written.intent = await recordIntent(deps.db, {
        rowId: row.id,
        at: deps.clock.now(),
        oktaAt: deps.oktaTime.now(),
        seenFactorIds: row.seenFactorIds,
      });
      return written.intent !== undefined;
    },
  });
  deps.oktaTime.observe(reply);
  if (written.intent === undefined) return unsent(deps, row, reply);
  return end(deps, written.intent, settling(written.intent, deps.clock.now()), reply.requestId);
}

/** Nothing has left for Okta: the batch was paused or stopped, the bot is ending, or the credential was not to be had. */
async function unsent(deps: RowDeps, row: Row, reply: Outcome<unknown>): Promise<Pause> {
  if (reply.kind === 'rejected') return outcomeText.credential;
  const why = reply.kind === 'retry' ? reply : ({ why: 'not_sent' } as const);
  return postpone(deps, row, retryAt(why, row.attempt, deps.clock.now()));
}

interface Asked {
  readonly reply: Outcome<unknown>;
  /** What the reply means for the row as it stood on disk when the request left. */
  readonly settling: (intended: Row, at: number) => Settling;
}

interface Ready {
  readonly kind: 'ready';
  readonly ask: (options: WriteOptions) => Promise<Asked>;
}

const removal = (deps: RowDeps, row: Row): Ready => ({
  kind: 'ready',
  async ask(options) {
    const reply = await deps.okta.unenrol(row.userId, row.targetFactorId, options);
    return { reply, settling: (intended, at) => afterUnenrolling(intended, reply, at) };
  },
});

/** Everything an enrolment needs is at hand before it waits for its turn, so that an intent means a request. */
async function enrolment(deps: RowDeps, row: Row): Promise<Ready | SetAside> {
  const authenticators = await deps.authenticators.read();
  if (authenticators.kind === 'retry')
    return { kind: 'later', at: retryAt(authenticators, row.attempt, deps.clock.now()) };
  if (authenticators.kind === 'rejected' && authenticators.reason === 'credential') {
    return { kind: 'pause', trouble: outcomeText.credential };
  }
  const known = authenticators.kind === 'ok' ? authenticators.value : deps.authenticators.known();
  // An answer that says nothing about the authenticators does not say that one is gone.
  if (known.length === 0) return { kind: 'later', at: deps.clock.now() + blindMs };
  const wanted = askOf(row) === 'restore' ? row.oldAuthenticatorId : row.authenticatorId;
  const authenticator = known.find((one) => one.id === wanted && one.active);
  if (authenticator === undefined) return { kind: 'held', settling: settled.authenticatorGone(row) };
  const seed = await seedFor(deps, row);
  if (seed === undefined) return { kind: 'held', settling: settled.noOldSeed(row) };
  const { id: authenticatorId, encoding } = authenticator;
  return {
    kind: 'ready',
    async ask(options) {
      try {
        const reply = await deps.okta.enrol({ userId: row.userId, authenticatorId, encoding, seed }, options);
        return { reply, settling: (intended, at) => afterEnrolling(intended, reply, at) };
      } finally {
        seed.wipe();
      }
    },
  };
}

/** The seed of the token that the row's step enrols; undefined where it is the old one's and the bot holds none. */
async function seedFor({ db, vault }: RowDeps, row: Row): Promise<Secret<Uint8Array> | undefined> {
  if (askOf(row) === 'restore') return loadSeed(db, vault, row.oldSerial ?? '');
  const seed = await loadRowSeed(db, vault, row.id);
  if (seed === undefined) throw new AppError('STORE_ROW_INVALID', { rowId: row.id, missing: 'seed' });
  return seed;
}
