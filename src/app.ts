import type { Config } from './config.ts';
import { mayUse } from './domain/approval.ts';
import type { Clock, Ids } from './domain/ports.ts';
import { actorOf } from './handlers/actor.ts';
import type { HandlerDeps } from './handlers/deps.ts';
import { register } from './handlers/index.ts';
import { refuseApproval } from './handlers/still.ts';
import { serveHealth } from './health.ts';
import { createIds } from './ids.ts';
import { readVendorFile } from './intake/read-vendor-file.ts';
import type { AdmitDeps, FileRefusal } from './jobs/admit-file.ts';
import { createCheckpoints } from './jobs/checkpoints.ts';
import type { Job } from './jobs/job.ts';
import { admitSoon, catchUp, noteDeleted } from './jobs/files.ts';
import { type Keyring, openKeyring } from './keys/keyring.ts';
import { createJobs, type Jobs } from './jobs/start.ts';
import { watchDroppedFiles } from './jobs/watch-files.ts';
import type { Message } from './domain/messages.ts';
import type { Log } from './log.ts';
import type { OktaClient } from './okta/client.ts';
import { openObserved } from './observed.ts';
import { requireSafeChannels } from './safe-channels.ts';
import { openSlackSide, type SlackSide } from './slack-side.ts';
import { auditKey } from './store/audit-key.ts';
import type { Db } from './store/db.ts';
import { distrust, saveMark, wasRestored } from './store/high-water.ts';
import { openStore, type Store } from './store/open.ts';
import type { Vault } from './store/vault.ts';
import { openVault } from './store/vault-key.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** Told when the bot can no longer do its work, with a code; the process should end. */
  readonly onFatal: (code: string) => void;
}

export interface RunningApp {
  /** Of the health pages. */
  readonly port: number;
  /** Takes nothing new, lets what is under way end for up to `deadlineMs`, and closes everything. */
  stop(deadlineMs: number): Promise<void>;
}

/** Everything that is put together once, before anything moves. */
interface Parts extends Surroundings {
  readonly config: Config;
  readonly db: Db;
  readonly vault: Vault;
  readonly okta: OktaClient;
  readonly slack: SlackSide;
  readonly ids: Ids;
  readonly keyring: Keyring;
  readonly saveMark: () => Promise<void>;
}

/**
 * Starts the bot: database, Slack, the channels' safety, what an earlier run left, then the connections. Throws an
 * `AppError` with what to do when it cannot; nothing is left open then that the end of the process would not close.
 */
export async function startApp(config: Config, around: Surroundings): Promise<RunningApp> {
  const { clock, log } = around;
  const stopping = new AbortController();
  const data = await openData(config, around);
  const vault = await openVault(data.db, config.seedKey);
  const slack = await openSlackSide(config, around);
  await requireSafeChannels(slack.workspace, config.slack.channels, config.slack.allowPublicChannel);
  const { okta, metrics, components } = await openObserved({
    ...around,
    config,
    db: data.db,
    connections: slack.connections,
    stopping: stopping.signal,
  });
  const keyring = openKeyring({
    dataDir: config.dataDir,
    seedKey: config.seedKey,
    org: new URL(config.okta.orgUrl).host,
    now: () => clock.now(),
  });
  const ids = createIds(clock);
  const parts: Parts = { ...around, ...data, config, vault, okta, slack, ids, keyring };
  const { jobs, files, checkpoints } = assemble(parts, stopping.signal);
  const health = await serveHealth({
    ...config.http,
    slack: slack.connections.listener,
    components,
    metrics: () => metrics.page(),
  });
  const working = Promise.all([jobs.run(), checkpoints.run()]);
  await catchUp(files);
  await slack.connections.start();
  log.info('ready', {
    port: health.port,
    team: slack.identity.teamName,
    channels: config.slack.channels.length,
  });
  return {
    port: health.port,
    async stop(deadlineMs) {
      stopping.abort();
      const rows = Promise.all([jobs.stop(), checkpoints.stop()]);
      // Requests that have not left are given up; those that have are waited for, and their answers kept.
      await Promise.all([slack.connections.stop(deadlineMs), okta.close(), rows]);
      await working;
      await health.close();
      metrics.close();
      await data.close();
    },
  };
}

type Data = Store & Pick<Parts, 'saveMark'>;

/** Opens the database; one that a backup was put back into knows too little, and is told so. */
async function openData({ dataDir }: Config, { clock, log }: Surroundings): Promise<Data> {
  const store = await openStore({ dataDir });
  const { db } = store;
  if (await wasRestored(db, dataDir)) {
    const rows = await distrust(db, clock.now());
    log.warn('database restored or moved here, open rows are looked at again', { rows });
  }
  const keepMark = (): Promise<void> => saveMark(db, dataDir);
  await keepMark();
  const close = async (): Promise<void> => {
    try {
      await keepMark();
    } finally {
      await store.close();
    }
  };
  return { db, saveMark: keepMark, close };
}

interface Assembled {
  readonly jobs: Jobs;
  readonly checkpoints: Job;
  readonly files: AdmitDeps;
}

function assemble(parts: Parts, stopping: AbortSignal): Assembled {
  const { config, slack } = parts;
  const { channels, command, threadReplies } = config.slack;
  const files: AdmitDeps = {
    ...parts,
    ...admission(parts),
    onBatch: () => {
      jobs.wake.planner();
      jobs.wake.announcer();
    },
  };
  const shared = {
    ...parts,
    ...config.approval,
    workspace: slack.workspace,
    chat: slack.chat,
    teamId: slack.identity.teamId,
    allowPublicChannel: config.slack.allowPublicChannel,
    command,
  };
  const jobs: Jobs = createJobs({
    ...shared,
    approvalStands: (batch) => refuseApproval(shared, batch),
    read: (bytes, passphrase) =>
      readVendorFile(bytes, { ...config.files, passphrase, keys: parts.keyring.opened() }),
    lookAtFiles: () => lookAtFiles(files),
    orgUrl: config.okta.orgUrl,
    threadReplies,
    maxFileBytes: config.files.maxBytes,
    seedRetention: config.seedRetention,
    plaintext: config.files.plaintext,
  });
  register(slack.bolt, {
    ...shared,
    view: slack.view,
    openModal: slack.openModal,
    unlock: (batchId, passphrase) => {
      jobs.unlock(batchId, passphrase);
    },
    publicKeys: () => parts.keyring.shown(),
    adminChannels: channels,
    files: fileHandlers(files, parts.log, stopping),
    ...jobs.looks,
    wake: jobs.wake,
    onRevoked: parts.onFatal,
  });
  return { jobs, files, checkpoints: checkpointsOf(parts) };
}

/** Finds files whose event was missed, and looks which of the known ones are gone. */
async function lookAtFiles(files: AdmitDeps): Promise<void> {
  await catchUp(files);
  await watchDroppedFiles(files);
}

const checkpointsOf = (parts: Parts): Job =>
  createCheckpoints({
    ...parts,
    chat: parts.slack.chat,
    auditKey: auditKey(parts.config.seedKey),
    adminChannels: parts.config.slack.channels,
  });

/** What becomes of files that people drop and delete. */
const fileHandlers = (files: AdmitDeps, log: Log, stopping: AbortSignal): HandlerDeps['files'] => ({
  seen: (sighting) => {
    admitSoon(files, sighting, stopping).catch((error: unknown) => {
      log.error('file not taken in', { fileId: sighting.fileId }, error);
    });
  },
  deleted: async (fileId) => {
    await noteDeleted(files, fileId);
  },
});

/** How a dropped file is judged, and how its uploader learns why it is not read. */
function admission({
  config,
  slack,
  log,
}: Parts): Omit<AdmitDeps, keyof Surroundings | 'db' | 'ids' | 'onBatch'> {
  const { workspace, identity, chat } = slack;
  const { allowPublicChannel } = config.slack;
  return {
    workspace,
    botUserId: identity.botUserId,
    adminChannels: config.slack.channels,
    maxFileBytes: config.files.maxBytes,
    mayUse: async (userId, channelId) =>
      mayUse(await actorOf({ workspace, teamId: identity.teamId, allowPublicChannel }, userId, channelId)),
    tell: async (to, refusal) => {
      const told = await chat.whisper(to, refusalMessage(refusal));
      if (told.kind !== 'ok') log.warn('refusal not shown', { channelId: to.channelId, kind: told.kind });
    },
  };
}

const refusalMessage = (refusal: FileRefusal): Message =>
  refusal.kind === 'person'
    ? { kind: 'refusal', refusal: refusal.refusal }
    : { kind: 'notice', text: `The file "${refusal.name}" was not read. ${refusal.sentence}` };
