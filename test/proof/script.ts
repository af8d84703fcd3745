import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Batch } from '../../src/domain/batch.ts';
import { admitFile } from '../../src/jobs/admit-file.ts';
import { createBatch, latestBatches, moveBatch } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { csvOf, type Device, devicesFor } from '../support/vendor.ts';
import type { Bot } from './bot.ts';
import type { Office } from './office.ts';

/** What happens around a bot, whatever else happens to it. */
export interface Script {
  readonly name: string;
  /** What Okta and Slack do, from before the bot starts. */
  readonly faults?: (office: Office) => void;
  /** Everything that people and Slack send comes twice. */
  readonly twice?: boolean;
  /** A request that the death kept back still comes to Okta, so much later (ms). */
  readonly lateMs?: number;
  /** The next bot dies as well, some steps after its start. */
  readonly again?: boolean;
  /** A token is taken back instead of several being handed out. */
  readonly revoke?: boolean;
  /** Whether what looking cannot settle may be left to a person. */
  readonly mayNeedReview?: boolean;
}

export const people = ['ana', 'ben'].map((name) => `${name}@acme.example`);
export const devices: readonly Device[] = devicesFor(...people);

/** What people want of the bot in a script: to be asked for, or asked again when nobody knows of it. */
export interface Wish {
  readonly fileId: string;
  readonly twice: boolean;
  /** How long people wait, real milliseconds. */
  readonly patienceMs?: number;
}

export async function makeWish(office: Office, { revoke = false, twice = false }: Script): Promise<Wish> {
  return { twice, fileId: revoke ? '' : await office.drop(csvOf(devices)) };
}

/** Plays people until everything they asked for is done and told; ends early when the bot dies. */
export async function play(office: Office, bot: Bot, wish: Wish, isDead: () => boolean): Promise<void> {
  const { clock } = office;
  const times = wish.twice ? [1, 2] : [1];
  for (const _ of times) await ask(bot, wish);
  const waiting = await clock.until(
    'the plan',
    async () => {
      if (isDead()) return 'dead' as const;
      const batch = await theBatch(bot.seen);
      return batch !== undefined && batch.state !== 'planning' && batch;
    },
    wish.patienceMs,
  );
  if (waiting === 'dead') return;
  for (const _ of times) if (waiting.state === 'awaiting_approval') await approve(bot, waiting, clock.now());
  await clock.until('the end', async () => isDead() || (await isDone(bot.seen)), wish.patienceMs);
}

export async function ask({ files, jobs }: Bot, { fileId }: Wish): Promise<void> {
  const channelId = defaultPlaces.admins;
  const requestedBy = defaultPeople.maria.id;
  if (fileId !== '') {
    await admitFile(files, { channelId, fileId, userId: requestedBy });
    return;
  }
  const [user = ''] = people;
  await createBatch(files.db, {
    id: files.ids.next('b'),
    kind: 'revoke',
    channelId,
    requestedBy,
    command: `revoke ${user}`,
    origin: 'command:1',
    asked: [{ action: 'revoke', user, serial: '' }],
    at: files.clock.now(),
  });
  jobs.wake.planner();
}

export async function approve({ files, jobs }: Bot, batch: Batch, at: number): Promise<void> {
  const { id: batchId, channelId, revision, planHash } = batch;
  await moveBatch(files.db, {
    batchId,
    event: 'approve',
    at,
    actor: defaultPeople.tom.id,
    expect: { revision, planHash, notAfter: at },
    outbox: [{ kind: 'card', batchId, channelId, thread: false, priority: 0 }],
  });
  jobs.wake.worker();
  jobs.wake.announcer();
}

export const theBatch = async (db: Db): Promise<Batch | undefined> => (await latestBatches(db, 1))[0];

export async function isDone(db: Db): Promise<boolean> {
  const [fields] = await db.query(
    `SELECT (SELECT count(*) FROM batch WHERE finished_at IS NULL) + (SELECT count(*) FROM batch_row WHERE settled_at IS NULL)
      + (SELECT count(*) FROM outbox WHERE settled_at IS NULL) AS n`,
  );
  return fields?.['n'] === 0;
}
