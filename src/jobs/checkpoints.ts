import { type Checkpoint, checkpointLine } from '../domain/checkpoint.ts';
import { isDue } from '../domain/due.ts';
import type { Chat, Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { auditHead } from '../store/audit.ts';
import type { AuditKey } from '../store/audit-key.ts';
import { endsToSign, notePosted, noteSigned, published } from '../store/checkpoints.ts';
import type { Db } from '../store/db.ts';
import { createJob, type Job } from './job.ts';

export interface CheckpointDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly chat: Pick<Chat, 'post'>;
  readonly auditKey: AuditKey;
  readonly adminChannels: readonly string[];
}

const lookEveryMs = 5_000;
const signEveryMs = 15 * 60_000;
const postEveryMs = 24 * 60 * 60_000;
/** A channel that cannot be written to now is tried again after this time. */
const postAgainMs = 10 * 60_000;

/**
 * Tells the world outside the database how far the audit has come: a signed line in the log for every hundredth row,
 * and after 15 minutes for fewer; once a day a line in the admin channels. Whoever cuts rows off the end, or writes
 * them anew, cannot take these back.
 */
export function createCheckpoints(deps: CheckpointDeps): Job {
  const { db, clock, log } = deps;
  return createJob({
    name: 'checkpoints',
    clock,
    log,
    idleMs: lookEveryMs,
    async turn() {
      const now = clock.now();
      const known = await published(db);
      const due = known.signedAt === undefined || isDue(known.signedAt, signEveryMs, now);
      for (const end of await endsToSign(db, known.signedSeq, due)) {
        const { seq } = end;
        log.info('audit checkpoint', { seq, checkpoint: checkpointLine(deps.auditKey.sign(end, now)) });
        await noteSigned(db, seq, now);
      }
      if (known.postedAt === undefined) await notePosted(db, now);
      else if (isDue(known.postedAt, postEveryMs, now)) await post(deps, now);
      return now + lookEveryMs;
    },
  });
}

/** Shows people the end of the audit. A line posted twice after a lost answer does no harm. */
async function post({ db, log, chat, auditKey, adminChannels }: CheckpointDeps, now: number): Promise<void> {
  const head = await auditHead(db);
  const message = { kind: 'notice', text: sentence(auditKey.sign(head, now)) } as const;
  let again = false;
  for (const channelId of head.seq === 0 ? [] : adminChannels) {
    const shown = await chat.post({ channelId }, message, `audit:${String(head.seq)}`);
    if (shown.kind === 'ok' || shown.kind === 'unknown') continue;
    log.warn('audit checkpoint not posted', { channelId, kind: shown.kind });
    again = true;
  }
  await notePosted(db, again ? now - postEveryMs + postAgainMs : now);
}

const sentence = (checkpoint: Checkpoint): string =>
  `The audit has ${checkpoint.seq.toLocaleString('en')} entries. With this line, npm run audit shows whether any of them was changed or cut off later:\n${checkpointLine(checkpoint)}`;
