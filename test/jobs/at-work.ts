import { onTestFinished } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message } from '../../sandbox/slack/world.ts';
import { setStage, type Stage } from '../../sandbox/story/stage.ts';
import { mayUse } from '../../src/domain/approval.ts';
import type { Batch, BatchEvent, BatchState } from '../../src/domain/batch.ts';
import type { Row } from '../../src/domain/row.ts';
import { actorOf } from '../../src/handlers/actor.ts';
import { refuseApproval } from '../../src/handlers/still.ts';
import { createIds } from '../../src/ids.ts';
import type { PlaintextPolicy } from '../../src/domain/exposure.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';
import { admitFile, type AdmitDeps, type FileRefusal } from '../../src/jobs/admit-file.ts';
import { createJobs, type Jobs } from '../../src/jobs/start.ts';
import { openOkta, type OktaClient } from '../../src/okta/client.ts';
import { openSlackSide } from '../../src/slack-side.ts';
import { createBatch, latestBatches, loadBatch, moveBatch } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { rowsOf } from '../../src/store/rows.ts';
import type { Vault } from '../../src/store/vault.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { type Desk, type DeskOptions, openDesk } from '../support/desk.ts';
import { temporaryStore } from '../support/store.ts';

const { maria, tom } = defaultPeople;

export interface WorkOptions extends DeskOptions {
  /** How long a request to Okta may take, real milliseconds. */
  readonly oktaTimeoutMs?: number;
  readonly plaintext?: PlaintextPolicy;
}

/** The jobs at a desk, working for two admins: Maria asks, Tom decides. Nobody is connected to Slack's events. */
export interface AtWork extends Desk {
  readonly db: Db;
  readonly vault: Vault;
  readonly stage: Stage;
  readonly files: AdmitDeps;
  /** Whom the bot told alone why his file is not read. */
  readonly told: readonly { readonly userId: string; readonly refusal: FileRefusal }[];
  /** Begins to work, on another handle to the database if one is given; one that began before must have been stopped. */
  start(db?: Db): Jobs;
  /** Ends the present jobs as the process would. */
  stop(): Promise<void>;
  /** Drops a file and lets the bot see it; gives the file's id. */
  drop(csv: string, how?: { readonly by?: string; readonly name?: string }): Promise<string>;
  /** Makes the batch that a command asks for. */
  ask(kind: 'assign' | 'revoke' | 'replace', user: string, serial?: string): Promise<Batch>;
  /** The batch made last, once it is in this state. */
  batch(state: BatchState): Promise<Batch>;
  /** What Tom decides about the batch made last, or about this one. */
  decide(event: BatchEvent, batchId?: string): Promise<Batch>;
  /** The rows of the batch made last. */
  rows(): Promise<readonly Row[]>;
  /** The card made last. */
  card(): Message;
  /** The thread of the card made last. */
  thread(): readonly Message[];
}

export async function openWork(options: WorkOptions = {}): Promise<AtWork> {
  const desk = await openDesk(options);
  const { clock, config, log } = desk;
  const { db } = await temporaryStore(config.dataDir);
  const vault = await openVault(db, config.seedKey);
  const slack = await openSlackSide(config, { clock, log, onFatal: () => undefined });
  const told: { userId: string; refusal: FileRefusal }[] = [];
  const { workspace, identity } = slack;
  const files: AdmitDeps = {
    db,
    workspace,
    clock,
    ids: createIds(clock),
    log,
    botUserId: identity.botUserId,
    adminChannels: config.slack.channels,
    maxFileBytes: 5 * 1024 * 1024,
    mayUse: async (userId, channelId) =>
      mayUse(
        await actorOf({ workspace, teamId: identity.teamId, allowPublicChannel: false }, userId, channelId),
      ),
    tell: ({ userId }, refusal) => {
      told.push({ userId, refusal });
      return Promise.resolve();
    },
    onBatch: () => {
      now?.jobs.wake.planner();
      now?.jobs.wake.announcer();
    },
  };
  let now: { readonly jobs: Jobs; readonly okta: OktaClient; readonly ended: Promise<void> } | undefined;
  const stage = setStage(desk);
  /** No two batches are made at the same moment, even on a clock that stands still. */
  const later = (): void => clock.set(clock.now() + 1);

  const work: AtWork = {
    ...desk,
    db,
    vault,
    stage,
    files,
    told,
    start(handle = db) {
      const okta = openOkta({
        ...config.okta,
        clock,
        random: () => 0,
        ...(options.oktaTimeoutMs === undefined ? {} : { timeoutMs: options.oktaTimeoutMs }),
      });
      const jobs = createJobs({
        ...config.approval,
        ...files,
        db: handle,
        vault,
        okta,
        orgUrl: config.okta.orgUrl,
        approvalStands: (batch) =>
          refuseApproval(
            { ...config.approval, db, okta, workspace, teamId: identity.teamId, allowPublicChannel: false },
            batch,
          ),
        chat: slack.chat,
        read: (bytes, passphrase) =>
          readVendorFile(bytes, { maxBytes: files.maxFileBytes, maxRows: 10_000, passphrase }),
        plaintext: options.plaintext,
        lookAtFiles: () => Promise.resolve(),
        command: config.slack.command,
        threadReplies: config.slack.threadReplies,
        seedRetention: config.seedRetention,
      });
      // Whoever takes the database away from under the jobs looks at what is left of them.
      now = { jobs, okta, ended: jobs.run().catch(() => undefined) };
      return jobs;
    },
    async stop() {
      const { jobs, okta, ended } = now ?? {};
      now = undefined;
      await Promise.all([jobs?.stop(), okta?.close()]);
      await ended;
    },
    async drop(csv, { by = maria.id, name = 'tokens.csv' } = {}) {
      later();
      const bytes = Buffer.from(csv);
      const { fileId } = await desk.slack.people.upload(by, defaultPlaces.admins, { name, bytes });
      await admitFile(files, { channelId: defaultPlaces.admins, fileId, userId: by });
      return fileId;
    },
    async ask(kind, user, serial = '') {
      later();
      const id = files.ids.next('b');
      const { batch } = await createBatch(db, {
        id,
        kind,
        channelId: defaultPlaces.admins,
        requestedBy: maria.id,
        command: `${kind} ${user} ${serial}`.trim(),
        origin: `command:${id}`,
        asked: [{ action: kind, user, serial }],
        at: clock.now(),
      });
      now?.jobs.wake.planner();
      return batch;
    },
    batch: (state) =>
      clock.until(`a batch that is ${state}`, async () => {
        const [last] = await latestBatches(db, 1);
        return last?.state === state && last;
      }),
    async decide(event, id) {
      const { id: batchId, channelId } = id === undefined ? await lastOf(db) : await loadBatch(db, id);
      const card = { kind: 'card', batchId, channelId, thread: false, priority: 0 } as const;
      const move = { batchId, event, at: clock.now(), actor: tom.id, outbox: [card] };
      const { batch } = await moveBatch(db, move);
      now?.jobs.wake.worker();
      now?.jobs.wake.announcer();
      return batch;
    },
    rows: async () => rowsOf(db, (await lastOf(db)).id),
    card() {
      const card = stage.cards().at(-1);
      if (card === undefined) throw new Error('no card was posted');
      return card;
    },
    thread: () => stage.thread(work.card().ts),
  };
  onTestFinished(() => work.stop());
  return work;
}

async function lastOf(db: Db): Promise<Batch> {
  const [last] = await latestBatches(db, 1);
  if (last === undefined) throw new Error('no batch was made');
  return last;
}
