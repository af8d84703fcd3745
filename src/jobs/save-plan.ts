import { type Batch, type BatchFile, type Briefing, isSingle } from '../domain/batch.ts';
import { AppError } from '../domain/errors.ts';
import { mayExpose, type FileExposure } from '../domain/exposure.ts';
import type { InputProblem } from '../domain/intake.ts';
import type { Authenticator, UserMatch } from '../domain/okta.ts';
import { planCode, planHash, policyVersion } from '../domain/plan-hash.ts';
import type { AskedRow, PlannedRow } from '../domain/planned-row.ts';
import type { Secret } from '../domain/secret.ts';
import type { TokenSettings } from '../domain/token.ts';
import { savePlan } from '../store/batches.ts';
import type { NewOutbox } from '../store/outbox.ts';
import type { NewPlan, NewRow } from '../store/save-plan.ts';
import { findToken } from '../store/tokens.ts';
import { loadOwnSeed, type NewSeed } from '../store/vault.ts';
import { announcements } from './announcements.ts';
import type { PlanDeps } from './make-plan.ts';

export interface PlanMade {
  readonly orgId: string;
  readonly asked: readonly AskedRow[];
  readonly planned: readonly PlannedRow[];
  readonly matches: ReadonlyMap<string, UserMatch>;
  readonly authenticators: readonly Authenticator[];
  readonly file?: BatchFile | undefined;
  readonly warnings: readonly string[];
  readonly exposure?: FileExposure | undefined;
  readonly oktaAt: number | undefined;
}

/** What a token is made of, whether a file told it or the bot remembers it. */
interface VendorFacts {
  readonly settings: TokenSettings;
  readonly manufacturer: string;
  readonly model: string;
  readonly seedFingerprint: string;
  readonly seedLength: number;
}

const codeTries = 20;

/**
 * Puts a plan on disk: its rows, the sealed seeds of those that may run, its hash and code. From here on the seeds
 * exist only sealed. A plan in which nothing can run is discarded, and its card says why.
 */
export async function savePlanOf(deps: PlanDeps, batch: Batch, made: PlanMade): Promise<void> {
  const at = deps.clock.now();
  const rows: NewRow[] = [];
  for (const [index, row] of made.planned.entries())
    rows.push(await newRow(deps, row, made.asked[index], made.oktaAt));
  const hash = planHash({
    orgId: made.orgId,
    policy: policyVersion(deps.policy),
    kind: batch.kind,
    rows: rows.toSorted(byLine),
    authenticators: made.authenticators,
  });
  const seeds: NewSeed[] = [];
  const about = { orgId: made.orgId, batchId: batch.id };
  for (const [index, row] of rows.entries())
    seeds.push(...(await sealedSeed(deps, row, made.asked[index], about)));
  for (const asked of made.asked) if (asked.kind === 'file') asked.row.seed?.wipe();
  const runs = rows.some((row) => row.state === 'planned');
  await saveUnderFreeCode(deps, hash, {
    batchId: batch.id,
    at,
    event: runs ? 'submit' : 'discard',
    planHash: hash,
    file: made.file,
    expiresAt: at + deps.ttlMs,
    trouble: runs ? '' : 'Nothing in it can run, so there is nothing to approve.',
    briefing: briefingOf(made),
    rows,
    seeds,
    outbox: outboxOf(batch, rows.length).filter(
      ({ kind }) => kind !== 'delete_file' || mayExpose(made.exposure),
    ),
  });
}

/** The order in which the rows are read again before they run. */
const byLine = (one: NewRow, other: NewRow): number => one.line - other.line || (one.id < other.id ? -1 : 1);

/** Two batches in a million share a code; people need one that is theirs alone. */
async function saveUnderFreeCode(deps: PlanDeps, about: string, plan: Omit<NewPlan, 'code'>): Promise<void> {
  for (let salt = 0; salt < codeTries; salt += 1) {
    const code = planCode(about, `${plan.batchId}:${String(salt)}`);
    if ((await savePlan(deps.db, { ...plan, code })) !== 'code_taken') return;
  }
  throw new AppError('INTERNAL', { fault: 'no free plan code', batchId: plan.batchId });
}

/** What is known of the file of a batch that never became a plan. */
interface Discarded {
  readonly file?: BatchFile | undefined;
  readonly problems?: readonly InputProblem[];
  readonly gone?: boolean;
  readonly exposure?: FileExposure | undefined;
}

/** Ends a batch that never became a plan; the card says why. */
export async function discardPlan(
  deps: PlanDeps,
  batch: Batch,
  trouble: string,
  read: Discarded = {},
): Promise<void> {
  const at = deps.clock.now();
  await saveUnderFreeCode(deps, batch.id, {
    batchId: batch.id,
    at,
    event: 'discard',
    planHash: '',
    file: read.file,
    expiresAt: at,
    trouble,
    briefing: { inputProblems: read.problems ?? [], exposure: read.exposure },
    rows: [],
    seeds: [],
    outbox: outboxOf(batch, 0).filter(
      ({ kind }) =>
        kind !== 'plan_file' && (kind !== 'delete_file' || (read.gone !== true && mayExpose(read.exposure))),
    ),
  });
}

function outboxOf(batch: Batch, rowCount: number): readonly NewOutbox[] {
  const say = announcements(batch);
  return [
    say.card(),
    // The card it follows from names it from now on.
    ...say.source(),
    ...(isSingle({ ...batch, rowCount }) ? [] : [say.once('plan_file')]),
    ...(batch.file === undefined ? [] : [say.once('delete_file')]),
  ];
}

async function newRow(
  deps: PlanDeps,
  planned: PlannedRow,
  asked: AskedRow | undefined,
  oktaAt: number | undefined,
): Promise<NewRow> {
  const { warnings: _shown, ...row } = planned;
  const source = asked !== undefined && 'source' in asked ? asked.source : undefined;
  return {
    ...row,
    id: deps.ids.next('r'),
    oktaAt,
    ...(source === undefined ? {} : { sourceRowId: source.id, tries: source.tries + 1 }),
    ...(await factsOf(deps, planned, asked)),
  };
}

const noFacts: VendorFacts = {
  settings: { timeStepSeconds: 0 },
  manufacturer: '',
  model: '',
  seedFingerprint: '',
  seedLength: 0,
};

async function factsOf(
  deps: PlanDeps,
  planned: PlannedRow,
  asked: AskedRow | undefined,
): Promise<VendorFacts> {
  if (asked?.kind === 'file') {
    const { settings, manufacturer, model, seedLength } = asked.row;
    return {
      settings,
      manufacturer,
      model,
      seedFingerprint: asked.seedFingerprint,
      seedLength: seedLength ?? 0,
    };
  }
  if (asked?.kind === 'again') {
    const { settings, manufacturer, model, seedFingerprint, seedLength } = asked;
    return { settings, manufacturer, model, seedFingerprint, seedLength };
  }
  const token = planned.serial === '' ? undefined : await findToken(deps.db, planned.serial);
  if (token === undefined) return noFacts;
  const { settings, manufacturer, model, seedFingerprint, seedLength } = token;
  return { settings, manufacturer, model, seedFingerprint, seedLength };
}

/** Only what may run is kept: the seed of a row that is blocked leaves memory with the file. */
async function sealedSeed(
  deps: PlanDeps,
  row: NewRow,
  asked: AskedRow | undefined,
  about: { readonly orgId: string; readonly batchId: string },
): Promise<readonly NewSeed[]> {
  if (row.state !== 'planned') return [];
  const seed = await seedOf(deps, asked);
  if (seed === undefined) return [];
  const seedId = deps.ids.next('s');
  const binding = { ...about, seedId, rowId: row.id, serial: row.serial, settings: row.settings };
  try {
    return [{ rowId: row.id, serial: row.serial, sealed: deps.vault.seal(seed, binding) }];
  } finally {
    seed.wipe();
  }
}

/** A seed opens only for the row it was sealed for, so that of an earlier row is sealed anew for its successor. */
async function seedOf(deps: PlanDeps, asked: AskedRow | undefined): Promise<Secret<Uint8Array> | undefined> {
  if (asked?.kind === 'file') return asked.row.seed;
  return asked?.kind === 'again' ? loadOwnSeed(deps.db, deps.vault, asked.source.id) : undefined;
}

function briefingOf(made: PlanMade): Briefing {
  const [only] = made.planned;
  const match =
    made.asked[0]?.kind === 'file' || only === undefined ? undefined : made.matches.get(only.userRef);
  const userName = match?.kind === 'found' ? match.user.name : undefined;
  return {
    warnings: [...made.warnings, ...new Set(made.planned.flatMap((row) => row.warnings ?? []))],
    subject: { userName },
    exposure: made.exposure,
  };
}
