import Database from 'better-sqlite3';
import { join } from 'node:path';
import { createIds } from '../../src/ids.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';
import type { AdmitDeps } from '../../src/jobs/admit-file.ts';
import { createJobs, type Jobs } from '../../src/jobs/start.ts';
import { openOkta } from '../../src/okta/client.ts';
import type { Db } from '../../src/store/db.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { openVault } from '../../src/store/vault-key.ts';
import type { Life } from './life.ts';
import { mortalChat } from './mortal-chat.ts';
import { mortalDb } from './mortal-db.ts';
import type { Office } from './office.ts';
import { openRelay, type Relay } from './relay.ts';

export interface Bot {
  readonly jobs: Jobs;
  /** What the bot's own handlers work with; it dies with the bot. */
  readonly files: AdmitDeps;
  /** The same database for whoever looks on. */
  readonly seen: Db;
  /** Ends it as its process would, if it lives, and frees what it held. */
  end(): Promise<void>;
}

export interface BotOptions {
  readonly life: Life;
  readonly onLeftOver?: ((deliver: () => void) => void) | undefined;
  /** Told of requests that change Okta and for which no intent was on disk when they left. */
  readonly onUncovered: (request: string) => void;
  /** What the database is to the bot, if it is something else than a handle that dies with it. */
  readonly through?: ((db: Db) => Db) | undefined;
  readonly oktaTimeoutMs?: number | undefined;
}

const maxBytes = 5 * 1024 * 1024;

/** Starts a bot on the office's data: its own handle to the database, its own connections to Okta. */
export async function startBot(office: Office, options: BotOptions): Promise<Bot> {
  const { config, log, side } = office;
  const { life, through = (db) => db } = options;
  const store = await openStore({ dataDir: config.dataDir });
  const witness = openWitness(config.dataDir);
  const relay = await openRelay(office.okta.url, {
    life,
    onLeftOver: options.onLeftOver,
    onRequest(text) {
      const request = changes.exec(text);
      if (request !== null && !witness.intends(request[1] ?? '')) options.onUncovered(request[0]);
    },
  });
  const db = through(mortalDb(store.db, life));
  const okta = oktaBehind(relay, office, options);
  const leave = async (): Promise<void> => {
    await relay.close();
    witness.close();
    await store.close();
  };
  const files = admission(office, db, () => {
    jobs.wake.planner();
  });
  const vault = await Promise.race([openVault(db, config.seedKey), life.death]).catch(
    async (error: unknown) => {
      await leave();
      throw error;
    },
  );
  const chat = mortalChat(side.chat, life);
  const jobs = createJobs({
    ...config.approval,
    ...files,
    vault,
    okta,
    chat,
    read: (bytes) => readVendorFile(bytes, { maxBytes, maxRows: 10_000 }),
    lookAtFiles: () => Promise.resolve(),
    orgUrl: config.okta.orgUrl,
    approvalStands: () => Promise.resolve(undefined),
    command: config.slack.command,
    threadReplies: config.slack.threadReplies,
    seedRetention: 'stock',
  });
  const ended = jobs.run();
  ended.catch((error: unknown) => log.error('jobs ended', {}, error));
  return {
    jobs,
    files,
    seen: store.db,
    async end() {
      if (!life.dead) await Promise.all([jobs.stop(), okta.close(), ended]);
      await chat.settled();
      await leave();
    },
  };
}

/** A request that changes what Okta holds for a user. */
const changes = /^(?:POST|DELETE) \/api\/v1\/users\/([^/ ]+)\/factors(?:\?|\/[^/ ]+ )/u;

/** Looks at the database as another process would: what is not committed is not there. */
function openWitness(dataDir: string): { intends(userId: string): boolean; close(): void } {
  const connection = new Database(join(dataDir, databaseFile), { readonly: true });
  const intents = connection
    .prepare("SELECT count(*) FROM batch_row WHERE user_id = ? AND state = 'intended'")
    .pluck();
  return { intends: (userId) => intents.get(userId) === 1, close: () => void connection.close() };
}

const oktaBehind = (
  { url }: Relay,
  { config, clock }: Office,
  { oktaTimeoutMs }: BotOptions,
): ReturnType<typeof openOkta> =>
  openOkta({
    ...config.okta,
    orgUrl: url,
    clock,
    random: () => 0,
    ...(oktaTimeoutMs === undefined ? {} : { timeoutMs: oktaTimeoutMs }),
  });

const admission = ({ side, clock, log, config }: Office, db: Db, onBatch: () => void): AdmitDeps => ({
  db,
  workspace: side.workspace,
  clock,
  ids: createIds(clock),
  log,
  botUserId: side.identity.botUserId,
  adminChannels: config.slack.channels,
  maxFileBytes: maxBytes,
  mayUse: () => Promise.resolve(undefined),
  tell: () => Promise.resolve(),
  onBatch,
});
