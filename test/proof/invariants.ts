import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../sandbox/story/stage.ts';
import { type Batch, type BatchState, batchTransitions } from '../../src/domain/batch.ts';
import { type Row, type RowState, rowTransitions } from '../../src/domain/row.ts';
import type { ChainedAudit } from '../../src/domain/audit.ts';
import { auditOf, verifyAudit } from '../../src/store/audit.ts';
import type { Db } from '../../src/store/db.ts';
import { openStore } from '../../src/store/open.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { enrolRoute, factorsOf, isEnrolled, removeRoute, requestsOn } from '../support/okta-truth.ts';
import type { Device } from '../support/vendor.ts';
import type { Office } from './office.ts';
import { theBatch } from './script.ts';

/** Of larger batches the rows are told in groups. */
const toldEach = 100;

/** Everything that the bot's books say and that is not so; empty when they hold. No bot may be at work. */
export async function violations(office: Office, devices: readonly Device[]): Promise<readonly string[]> {
  const store = await openStore({ dataDir: office.config.dataDir, readOnly: true });
  try {
    const batch = await theBatch(store.db);
    if (batch === undefined) return ['there is no batch'];
    const rows = await rowsOf(store.db, batch.id);
    return [
      ...effects(office, rows, devices),
      ...(await history(store.db, batch, rows)),
      ...(rows.length > toldEach ? [] : told(office, rows)),
      ...leaks(office, devices),
    ];
  } finally {
    await store.close();
  }
}

/** What a row says happened is what Okta holds, and no request was sent beyond the intents. */
function effects(office: Office, rows: readonly Row[], devices: readonly Device[]): readonly string[] {
  const { okta } = office;
  const enrolments = okta.world.log.filter(
    ({ eventType, result }) => eventType === 'user.mfa.factor.activate' && result === 'SUCCESS',
  );
  return rows.flatMap((row) => {
    const name = `${row.userLogin} ${row.serial} ${row.state}`;
    const held = factorsOf(okta, row.userLogin);
    const device = devices.find(({ serial }) => serial === row.serial);
    const wrong: string[] = [];
    if (
      row.state === 'enrolled' &&
      !(device !== undefined && isEnrolled(okta, device) && held[0]?.id === row.factorId)
    )
      wrong.push(`${name}: Okta holds something else`);
    if (['unenrolled', 'failed', 'cancelled', 'skipped'].includes(row.state) && held.length > 0)
      wrong.push(`${name}: Okta holds a factor`);
    if (enrolments.filter(({ userId }) => userId === row.userId).length > 1)
      wrong.push(`${name}: enrolled twice`);
    const asked = [enrolRoute, removeRoute]
      .flatMap((route) => requestsOn(okta, route))
      .filter(({ path }) => path.includes(`/${row.userId}/`));
    if (asked.length > row.attempt)
      wrong.push(`${name}: ${String(asked.length)} requests for ${String(row.attempt)} intents`);
    return wrong;
  });
}

/** Every state was come to by audited events alone, and nothing ran but what was approved, in time. */
async function history(db: Db, batch: Batch, rows: readonly Row[]): Promise<readonly string[]> {
  const events = (await auditOf(db, { batchId: batch.id, limit: 100_000 })).toReversed();
  const { ok } = await verifyAudit(db);
  return [
    ...(ok ? [] : ['the audit chain is broken']),
    ...rows.flatMap((row) => {
      const lived = events.filter(({ rowId }) => rowId === row.id).map(({ event }) => event);
      const state = lived.reduce<RowState | undefined>(rowAfter, 'planned');
      return state === row.state ? [] : [`${row.serial}: ${row.state}, but ${String(state)} by the audit`];
    }),
    ...batchHistory(batch, events),
  ];
}

function batchHistory(batch: Batch, events: readonly ChainedAudit[]): readonly string[] {
  const wrong: string[] = [];
  const lived = events.filter(({ rowId }) => rowId === null).map(({ event }) => event);
  const state = lived.reduce<BatchState | undefined>(batchAfter, 'planning');
  if (state !== batch.state) wrong.push(`the batch: ${batch.state}, but ${String(state)} by the audit`);
  const first = events.find(({ event }) => event === 'row.intend' || event === 'row.stock');
  const approval = events.find(({ event }) => event === 'batch.approve');
  if (approval === undefined) return first === undefined ? wrong : [...wrong, 'it ran without an approval'];
  if (first !== undefined && first.seq < approval.seq) wrong.push('it ran before the approval');
  if (!approval.detail.includes(batch.planHash)) wrong.push('another plan was approved');
  if (approval.at >= (batch.expiresAt ?? 0)) wrong.push('the approval came too late');
  return wrong;
}

const afterEvent = <State extends string>(
  table: Readonly<Record<State, Partial<Readonly<Record<string, State>>>>>,
  state: State | undefined,
  event: string,
): State | undefined => (state === undefined ? undefined : table[state][event]);

const rowAfter = (state: RowState | undefined, event: string): RowState | undefined =>
  afterEvent(rowTransitions, state, event.slice('row.'.length));

const moves = new Set(Object.values(batchTransitions).flatMap((events) => Object.keys(events)));

/** Some of what is written down about a batch moves it nowhere. */
function batchAfter(state: BatchState | undefined, event: string): BatchState | undefined {
  const move = event.slice('batch.'.length);
  return event.startsWith('batch.') && moves.has(move) ? afterEvent(batchTransitions, state, move) : state;
}

/** One card; in its thread each row once and, of a file, one report and two files. */
function told({ stage, slack }: Office, rows: readonly Row[]): readonly string[] {
  const cards = stage.cards();
  const replies = stage.thread(cards[0]?.ts ?? '');
  const wrong: string[] = [];
  if (cards.length !== 1) wrong.push(`${String(cards.length)} cards`);
  for (const { serial, userLogin } of rows) {
    const about = replies.filter(
      (one) => isAboutOne(textOf(one)) && textOf(one).includes(serial || userLogin),
    );
    if (about.length !== 1) wrong.push(`${serial} told ${String(about.length)} times`);
  }
  const names = replies.flatMap(({ fileIds }) => fileIds.map((id) => slack.world.files.get(id)?.name ?? ''));
  if (new Set(names).size !== names.length) wrong.push(`files twice: ${names.join(', ')}`);
  return wrong;
}

/** The report names rows as well that somebody must look at. */
const isAboutOne = (text: string): boolean => !/^(?:🟢|🟠|🔴)/u.test(text);

/** Where a seed may not be: in the clear in the data, the log, and everything that was put into Slack. */
function leaks({ config, logged, slack }: Office, devices: readonly Device[]): readonly string[] {
  const { world } = slack;
  const own = [...world.files.values()].filter(({ ownerId }) => ownerId === world.app.botUserId);
  const places: Readonly<Record<string, string>> = {
    'the log': logged(),
    Slack: JSON.stringify([
      ...world.messages.values(),
      world.ephemerals,
      ...own.map(({ bytes }) => Buffer.from(bytes).toString()),
    ]),
    ...Object.fromEntries(
      readdirSync(config.dataDir).map((name) => [name, readFileSync(join(config.dataDir, name), 'latin1')]),
    ),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    devices
      .filter(({ seed }) => text.includes(seed))
      .map(({ serial }) => `the seed of ${serial} is in ${place}`),
  );
}
