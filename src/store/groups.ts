import { AppError } from '../domain/errors.ts';
import { type Brackets, inner, outer, type Run, undo } from './brackets.ts';

/** `alone`: nothing else may share its transaction. */
type Kind = 'statement' | 'transaction' | 'alone';

interface Piece {
  readonly kind: Kind;
  /** Never rejects: how it ended is kept until it is told. */
  readonly run: (brackets: Brackets) => Promise<void>;
  readonly tell: () => void;
  /** Tells that what it did is lost; an error of its own goes first. */
  readonly fail: (error: unknown) => void;
}

/** Waiting for the disk costs as much for many as for one; more would keep the first ones waiting. */
const mostTogether = 32;

/**
 * Runs pieces of work one after another, in the order asked for. Those that have gathered while the disk was waited
 * for share one commit: each is undone alone if it fails, and none is told of its end before all are on disk.
 */
export function createGroups(
  run: Run,
  inTransaction: () => boolean,
): <T>(kind: Kind, work: (brackets: Brackets) => Promise<T>) => Promise<T> {
  const waiting: Piece[] = [];
  const breathe = createBreather();
  let busy = false;
  const drain = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      await breathe();
      const group = waiting.splice(0, lengthOfGroup(waiting));
      waiting.unshift(...(await runGroup(group, run, inTransaction)));
    }
    busy = false;
  };
  return (kind, work) =>
    new Promise((resolve, reject) => {
      waiting.push(pieceOf(kind, work, { resolve, reject }));
      if (!busy) void drain();
    });
}

function pieceOf<T>(
  kind: Kind,
  work: (brackets: Brackets) => Promise<T>,
  { resolve, reject }: { resolve: (value: T) => void; reject: (error: unknown) => void },
): Piece {
  let tell: (() => void) | undefined;
  let failed = false;
  return {
    kind,
    async run(brackets) {
      try {
        const value = await work(brackets);
        tell = () => {
          resolve(value);
        };
      } catch (error) {
        failed = true;
        tell = () => {
          reject(error);
        };
      }
    },
    tell: () => tell?.(),
    fail: (error) => {
      if (failed) tell?.();
      else reject(error);
    },
  };
}

function lengthOfGroup(waiting: readonly Piece[]): number {
  const alone = waiting.findIndex(({ kind }) => kind === 'alone');
  if (alone === 0) return 1;
  const together = waiting.slice(0, Math.min(alone === -1 ? waiting.length : alone, mostTogether));
  return together.some(({ kind }) => kind === 'transaction') ? together.length : 1;
}

/** Gives the pieces that have not been run. */
async function runGroup(
  group: readonly Piece[],
  run: Run,
  inTransaction: () => boolean,
): Promise<readonly Piece[]> {
  const [only, second] = group;
  if (only !== undefined && second === undefined) {
    await only.run(outer);
    only.tell();
    return [];
  }
  const done: Piece[] = [];
  try {
    run(outer.begin);
    for (const piece of group) {
      done.push(piece);
      await piece.run(inner);
      // A full disk makes SQLite undo the whole transaction by itself; what followed would be on its own.
      if (!inTransaction()) throw new AppError('STORE_UNWRITABLE', { fault: 'a shared commit was undone' });
    }
    run(outer.end);
  } catch (error) {
    undo(run, outer.undo);
    const lost = done.length === 0 ? group : done;
    for (const piece of lost) piece.fail(error);
    return group.slice(lost.length);
  }
  for (const piece of done) piece.tell();
  return [];
}

/** Somebody who presses a button waits no longer than this, and the work under way, for the database. */
const breathAfterMs = 15;

/**
 * The driver answers without a pause: while pieces of work follow each other, timers and sockets have no turn. Gives
 * them one when they have waited for long.
 */
function createBreather(): () => Promise<void> | undefined {
  let heldSince: number | undefined;
  return () => {
    if (heldSince === undefined) {
      heldSince = performance.now();
      setImmediate(() => (heldSince = undefined)).unref();
      return undefined;
    }
    return performance.now() - heldSince < breathAfterMs ? undefined : new Promise(setImmediate);
  };
}
