import type { Clock, Shown } from '../domain/ports.ts';
import { createTurns, type Pace } from '../domain/turns.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import {
  dueOutbox,
  giveUp,
  markSending,
  markSent,
  markUnknown,
  nextDueAt,
  type OutboxEntry,
  postpone,
  sendingAtStart,
} from '../store/outbox.ts';
import { cutOutboxWaits } from '../store/waits.ts';
import { createJob, type Job } from './job.ts';
import type { Say } from './say.ts';
import { whenSetBack } from './set-back.ts';

export interface AnnouncerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: Say;
}

/**
 * Slack takes one message a second in a channel, short bursts allowed, and fifty edits a minute in the whole
 * workspace (https://docs.slack.dev/apis/web-api/rate-limits).
 */
const paces = {
  post: { everyMs: 1_050, burst: 3 },
  edit: { everyMs: 3_000, burst: 1 },
} as const satisfies Record<string, Pace>;

const tries = 300;
const longestBackoffMs = 5 * 60_000;
const makingTries = 5;
/** So often a message is waited for, some five minutes; then those behind it go first. */
const patience = 9;

/**
 * Empties the outbox at Slack's pace, one message after another. A message whose answer was lost is looked for before
 * it is sent again, and while Slack fails nothing overtakes it; what Slack refuses for good is logged and left, so that
 * it never holds up the rest.
 */
export function createAnnouncer(deps: AnnouncerDeps): Job {
  const turns = createTurns(() => deps.clock.now());
  const minded = whenSetBack(deps.clock, (now) => cutOutboxWaits(deps.db, now));
  let interrupted = false;

  async function turn(stopping: AbortSignal): Promise<number> {
    await minded();
    // One message is sent at a time, so after a turn that failed whatever stands as being sent is in doubt.
    if (interrupted) await sendingAtStart(deps.db);
    interrupted = true;
    const nextAt = await sendDue(stopping);
    interrupted = false;
    return nextAt;
  }

  async function sendDue(stopping: AbortSignal): Promise<number> {
    const now = deps.clock.now();
    let nextAt = Number.POSITIVE_INFINITY;
    let sent = false;
    for (const entry of await dueOutbox(deps.db, { at: now, perBatch: paces.post.burst })) {
      if (stopping.aborted) break;
      const freeAt = turns.freeAt(placeOf(entry), paceOf(entry));
      if (freeAt > deps.clock.now()) nextAt = Math.min(nextAt, freeAt);
      else if (await send(entry)) sent = true;
    }
    // What was sent may have made room for what waited behind it: a reply waits for its card.
    if (sent) return now;
    const due = await nextDueAt(deps.db);
    return due === undefined || due <= now ? nextAt : Math.min(nextAt, due);
  }

  async function send(entry: OutboxEntry): Promise<boolean> {
    if (!(await markSending(deps.db, entry.id, deps.clock.now()))) return false;
    turns.take(placeOf(entry), paceOf(entry));
    const shown = await made(deps, entry);
    await record(deps, turns, entry, shown);
    return true;
  }

  return createJob({ name: 'announcer', clock: deps.clock, log: deps.log, idleMs: 30_000, turn });
}

type Turns = ReturnType<typeof createTurns>;

async function record(
  { db, clock, log }: AnnouncerDeps,
  turns: Turns,
  entry: OutboxEntry,
  shown: Shown<{ readonly ts: string }>,
): Promise<void> {
  const at = clock.now();
  switch (shown.kind) {
    case 'ok':
      return markSent(db, entry.id, { ts: shown.value.ts, at });
    case 'retry':
      return postpone(db, entry.id, waiting(turns, entry, at + shown.afterMs, shown.why));
    case 'unknown':
      return markUnknown(db, entry.id, waiting(turns, entry, at + backoff(entry), shown.why));
    case 'rejected':
      if (entry.attempts < tries && !permanent.has(shown.code)) {
        return postpone(db, entry.id, { notBefore: at + backoff(entry), why: shown.code });
      }
      log.error('message given up', { outboxId: entry.id, kind: entry.kind, code: shown.code });
      return giveUp(db, entry.id, shown.code, at);
  }
}

/** It is Slack that fails, not this message: one sent after it would fail as well, or stand before it. */
function waiting(
  turns: Turns,
  entry: OutboxEntry,
  notBefore: number,
  why: string,
): { notBefore: number; why: string } {
  if (entry.attempts < patience) turns.close(placeOf(entry), notBefore);
  return { notBefore, why };
}

/** A busy database passes; what cannot be made after several tries never will be. */
async function made(
  { say, log }: AnnouncerDeps,
  entry: OutboxEntry,
): Promise<Shown<{ readonly ts: string }>> {
  try {
    return await say(entry);
  } catch (error) {
    log.error('message could not be made', { outboxId: entry.id, kind: entry.kind }, error);
    return entry.attempts < makingTries
      ? { kind: 'retry', afterMs: backoff(entry), why: 'internal' }
      : { kind: 'rejected', code: 'internal' };
  }
}

/** Answers that waiting cannot mend; a channel or a credential can come back, so those are not among them. */
const permanent: ReadonlySet<string> = new Set([
  'internal',
  'invalid_blocks',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_arguments',
]);

/** The card is edited at its own pace; everything else in a channel shares one. */
const placeOf = (entry: OutboxEntry): string =>
  entry.kind === 'card' ? `card:${entry.batchId}` : `channel:${entry.channelId}`;

const paceOf = (entry: OutboxEntry): Pace => (entry.kind === 'card' ? paces.edit : paces.post);

const backoff = (entry: OutboxEntry): number =>
  Math.min(1_000 * 2 ** Math.min(entry.attempts, 10), longestBackoffMs);
