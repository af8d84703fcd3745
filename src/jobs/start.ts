import type { ApprovalPolicy, ApproverRule } from '../domain/messages.ts';
import type { PlaintextPolicy } from '../domain/exposure.ts';
import type { Reading } from '../domain/intake.ts';
import type { Authenticator, Okta } from '../domain/okta.ts';
import type { Chat, Clock, Ids, Workspace } from '../domain/ports.ts';
import type { ThreadReplies } from '../domain/replies.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/db.ts';
import { sendingAtStart } from '../store/outbox.ts';
import { lookAfterStart } from '../store/looks.ts';
import { recoverRows } from '../store/rows.ts';
import type { Vault } from '../store/vault.ts';
import { createAdmins } from './admins.ts';
import { createAnnouncer } from './announcer.ts';
import { createAuthenticators } from './authenticators.ts';
import { type ApprovalStands, createClear } from './clear-batch.ts';
import { createLookAgain } from './look-again.ts';
import { createOktaTime } from './okta-time.ts';
import { createReadOrg } from './org.ts';
import { reconcile, type Reconciled } from './reconcile.ts';
import { createPassphrases } from './passphrases.ts';
import { createPlanner } from './planner.ts';
import { createSay } from './say.ts';
import { createSweeper } from './sweep.ts';
import { createWorker } from './worker.ts';

export interface JobsDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly okta: Okta;
  readonly chat: Chat;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly read: (bytes: Uint8Array, passphrase?: Secret<string>) => Promise<Reading>;
  readonly lookAtFiles: () => Promise<void>;
  readonly seedRetention: 'stock' | 'none';
  readonly saveMark?: (() => Promise<void>) | undefined;
  /** Address of the Okta org. */
  readonly orgUrl: string;
  readonly command: string;
  readonly policy: ApprovalPolicy;
  readonly approvers: ApproverRule;
  readonly ttlMs: number;
  /** Why the approval of a batch would not be accepted now; undefined while it stands. */
  readonly approvalStands: ApprovalStands;
  /** What is done with seeds in clear; they are read where nothing is said. */
  readonly plaintext?: PlaintextPolicy | undefined;
  readonly maxFileBytes: number;
  readonly threadReplies: ThreadReplies | undefined;
}

export interface Jobs {
  /** Looks at Okta that change nothing. */
  readonly looks: {
    /** Okta's authenticators, read lately; those known before where Okta does not answer. */
    readonly authenticators: () => Promise<readonly Authenticator[]>;
    readonly reconcile: () => Promise<Reconciled>;
  };
  readonly wake: { planner(): void; worker(): void; announcer(): void; sweeper(): void };
  /** Takes what opens the file of a batch; it stays in memory until the batch is planned. */
  unlock(batchId: string, passphrase: Secret<string>): void;
  /** Takes up what an earlier process left, then works until `stop`. */
  run(): Promise<void>;
  /** Begins nothing new; resolves when every row under way is on disk. */
  stop(): Promise<void>;
}

/** The loops of the bot, each of which wakes the next. */
export function createJobs(deps: JobsDeps): Jobs {
  const oktaTime = createOktaTime(deps.clock);
  const authenticators = createAuthenticators({ ...deps, oktaTime });
  const ending = new AbortController();
  const latest = async (): Promise<readonly Authenticator[]> => {
    const read = await authenticators.read();
    return read.kind === 'ok' ? read.value : authenticators.known();
  };
  const say = createSay({ ...deps, authenticators, allowance: () => deps.okta.allowance() });
  const announcer = createAnnouncer({ ...deps, say });
  const onNews = (): void => announcer.wake();
  const passphrases = createPassphrases();
  const common = { ...deps, oktaTime, authenticators, admins: createAdmins(deps), onNews };
  const org = createReadOrg(deps.okta, deps.orgUrl);
  const worker = createWorker({ ...common, clear: createClear({ ...common, org }) });
  const planner = createPlanner({ ...common, passphrases, org });
  const sweeper = createSweeper({ ...deps, onNews });
  const lookAgain = createLookAgain({ ...deps, okta: deps.okta.at('background'), onNews });
  const all = [planner, worker, announcer, sweeper, lookAgain];
  return {
    wake: {
      planner: () => planner.wake(),
      worker: () => worker.wake(),
      announcer: onNews,
      sweeper: () => sweeper.wake(),
    },
    looks: {
      authenticators: latest,
      reconcile: () => reconcile({ ...deps, oktaTime, authenticators: latest, signal: ending.signal }),
    },
    unlock(batchId, passphrase) {
      passphrases.give(batchId, passphrase);
      planner.wake();
    },
    async run() {
      await recover(deps);
      await Promise.all(all.map((job) => job.run()));
    },
    async stop() {
      ending.abort();
      await Promise.all(all.map((job) => job.stop()));
    },
  };
}

/** How far back a start looks for rows whose factor may have appeared since. */
const lookedAfterMs = 30 * 24 * 60 * 60_000;

/** An intent without an outcome is in doubt, and so is a message whose sending was cut short: both are looked for. */
async function recover({ db, clock, log }: JobsDeps): Promise<void> {
  const rows = await recoverRows(db, clock.now());
  const messages = await sendingAtStart(db);
  await lookAfterStart(db, clock.now() - lookedAfterMs, clock.now());
  if (rows.length + messages > 0) log.warn('taken up after an unclean end', { rows: rows.length, messages });
}
