import type { Batch } from '../domain/batch.ts';
import type { FileExposure } from '../domain/exposure.ts';
import type { ApprovalPolicy } from '../domain/messages.ts';
import type { NotOk } from '../domain/okta.ts';
import type { AskedRow } from '../domain/planned-row.ts';
import { planText } from '../domain/plan-text.ts';
import { planRows } from '../domain/plan.ts';
import type { Clock, Ids } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { askedOf, markFileDeleted } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { tokensByFingerprint, tokensBySerial, tokensOfUsers } from '../store/tokens.ts';
import type { Vault } from '../store/vault.ts';
import type { Admins } from './admins.ts';
import type { Authenticators } from './authenticators.ts';
import { commandRows } from './command-rows.ts';
import { followUpRows } from './follow-up-rows.ts';
import { observe, type ObserveDeps, patiently } from './observe.ts';
import type { ReadOrg } from './org.ts';
import type { Planned } from './planner.ts';
import { type FileRead, readBatchFile, type ReadFileDeps } from './read-file.ts';
import { discardPlan, savePlanOf } from './save-plan.ts';

export interface PlanDeps extends ObserveDeps, ReadFileDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly authenticators: Authenticators;
  readonly admins: Admins;
  readonly org: ReadOrg;
  readonly command: string;
  readonly policy: ApprovalPolicy;
  readonly ttlMs: number;
  readonly onNews: () => void;
}

/** Reads what was asked, looks at what Okta and the bot hold, and puts the plan on disk with everything it tells. */
export async function makePlan(deps: PlanDeps, batch: Batch): Promise<Planned> {
  const read = await readAsked(deps, batch);
  if (read.kind === 'later' || read.kind === 'locked') return read;
  if (read.kind === 'refused') {
    if (read.gone) await markFileDeleted(deps.db, read.file.id, deps.clock.now());
    await discardPlan(deps, batch, read.trouble, read);
    return { kind: 'done' };
  }
  const at = deps.clock.now();
  const org = await deps.org();
  if (org.kind !== 'ok') return { kind: 'okta', reply: org };
  const authenticators = await deps.authenticators.read();
  if (authenticators.kind !== 'ok') return { kind: 'okta', reply: authenticators };
  const admins = await seenAdmins(deps);
  if (admins.kind !== 'ok') return { kind: 'okta', reply: admins };
  const observed = await observe(deps, read.asked.flatMap(userOf), read.asked.flatMap(userIdOf));
  if (observed.kind !== 'ok') return { kind: 'okta', reply: observed };
  const { matches, factors } = observed.value;
  const planned = planRows({
    asked: read.asked,
    matches,
    factors,
    tokensBySerial: await tokensBySerial(deps.db, read.asked.flatMap(serialOf)),
    tokensByFingerprint: await tokensByFingerprint(deps.db, read.asked.flatMap(fingerprintOf)),
    tokensOfUser: await tokensOfUsers(deps.db, [...factors.keys()]),
    authenticators: authenticators.value,
    admins: admins.ids,
    at,
    command: deps.command,
  });
  await savePlanOf(deps, batch, {
    ...read,
    warnings: [...read.warnings, ...admins.warnings],
    orgId: org.value.id,
    planned,
    matches,
    authenticators: authenticators.value,
    oktaAt: deps.oktaTime.now(),
  });
  return { kind: 'done' };
}

/** Without the permission to see who is an administrator nobody is left out for that, and the card says so. */
async function seenAdmins(deps: PlanDeps): Promise<
  | {
      readonly kind: 'ok';
      readonly ids?: ReadonlySet<string> | undefined;
      readonly warnings: readonly string[];
    }
  | NotOk
> {
  const seen = await patiently(deps, () => deps.admins.read());
  if (seen.kind === 'ok') return { kind: 'ok', ids: seen.value, warnings: [] };
  const hidden = seen.kind === 'rejected' && seen.reason !== 'credential';
  return hidden ? { kind: 'ok', warnings: [planText.adminsHidden] } : seen;
}

type Asked =
  | {
      readonly kind: 'asked';
      readonly asked: readonly AskedRow[];
      readonly file?: Batch['file'];
      readonly warnings: readonly string[];
      readonly exposure?: FileExposure | undefined;
    }
  | Exclude<FileRead, { kind: 'rows' }>;

async function readAsked(deps: PlanDeps, batch: Batch): Promise<Asked> {
  const { file } = batch;
  if (batch.sourceId !== undefined)
    return { kind: 'asked', asked: await followUpRows(deps.db, batch), warnings: [] };
  if (file === undefined) {
    const asked = await askedOf(deps.db, batch.id);
    return { kind: 'asked', asked: await commandRows(deps.db, asked), warnings: [] };
  }
  const read = await readBatchFile(deps, { ...batch, file });
  if (read.kind !== 'rows') return read;
  const asked = read.rows.map((row): AskedRow => {
    const { line, user, serial, seed } = row;
    // A row that could not be read is told as one of the file.
    if (read.assigns && row.problems.length === 0) return { kind: 'assign', line, user, serial };
    return { kind: 'file', row, seedFingerprint: seed === undefined ? '' : deps.vault.fingerprint(seed) };
  });
  return { kind: 'asked', asked, file: read.file, warnings: read.warnings, exposure: read.exposure };
}

/** A removal is about a user Okta has named before; his login may have changed since. */
const userIdOf = (asked: AskedRow): readonly string[] => (asked.kind === 'remove' ? [asked.userId] : []);

const userOf = (asked: AskedRow): readonly string[] => {
  if (asked.kind === 'remove') return [];
  const user = asked.kind === 'file' ? asked.row.user : asked.user;
  return user === '' ? [] : [user];
};

const serialOf = (asked: AskedRow): readonly string[] => {
  if (asked.kind === 'revoke') return [];
  const serial = asked.kind === 'file' ? asked.row.serial : asked.serial;
  return serial === '' ? [] : [serial];
};

const fingerprintOf = (asked: AskedRow): readonly string[] =>
  'seedFingerprint' in asked && asked.seedFingerprint !== '' ? [asked.seedFingerprint] : [];
