import type { Batch } from '../domain/batch.ts';
import { planCsv, planFileName, resultCsv, resultFileName } from '../domain/files.ts';
import type { Message } from '../domain/messages.ts';
import type { Chat, Place, Shown, Workspace } from '../domain/ports.ts';
import { loadBatch, setCardTs } from '../store/batches.ts';
import { enqueue, type OutboxEntry, type OutboxKind } from '../store/outbox.ts';
import { findRow, rowsById, rowsOf } from '../store/rows.ts';
import { announcements } from './announcements.ts';
import { cardModel, type CardDeps } from './card-model.ts';

export interface SayDeps extends CardDeps {
  readonly chat: Chat;
  readonly workspace: Workspace;
}

const lookAgainMs = 10_000;
/** Slack's clock and ours agree only roughly. */
const clocksApartMs = 15 * 60_000;

type Said = Shown<{ readonly ts: string }>;

/** Shows one entry of the outbox in Slack, drawn from what is on disk at this moment. */
export type Say = (entry: OutboxEntry) => Promise<Said>;

export const createSay =
  (deps: SayDeps): Say =>
  async (entry) => {
    const batch = await loadBatch(deps.db, entry.batchId);
    if (entry.kind === 'card') return sayCard(deps, entry, batch);
    const place = { channelId: entry.channelId, threadTs: entry.thread ? batch.cardTs : undefined };
    if (entry.kind === 'plan_file' || entry.kind === 'result_file') return sayFile(deps, entry, batch, place);
    const earlier = await foundEarlier(deps, entry, place);
    if (earlier !== undefined) return earlier;
    const message = await makers[entry.kind](deps, entry, batch);
    if (message === undefined) return { kind: 'rejected', code: 'internal' };
    const posted = await deps.chat.post(place, message, keyOf(entry));
    // The card is gone, and its thread with it: this message comes again when there is another.
    if (posted.kind === 'rejected' && posted.code === 'thread_not_found') await askForCard(deps, batch);
    return posted;
  };

const askForCard = ({ db, clock }: SayDeps, batch: Batch): Promise<void> =>
  db.tx((tx) => enqueue(tx, [announcements(batch).card()], clock.now()));

async function sayCard(deps: SayDeps, entry: OutboxEntry, batch: Batch): Promise<Said> {
  const message: Message = { kind: 'card', card: await cardModel(deps, batch.id) };
  if (batch.cardTs !== undefined) {
    const edited = await deps.chat.update({ channelId: batch.channelId, ts: batch.cardTs }, message);
    // Somebody deleted the card: the batch goes on, and people get a new one.
    if (edited.kind !== 'rejected' || edited.code !== 'message_not_found') return edited;
  }
  const place = { channelId: batch.channelId };
  const posted =
    (await foundEarlier(deps, entry, place)) ?? (await deps.chat.post(place, message, keyOf(entry)));
  if (posted.kind === 'ok') await setCardTs(deps.db, batch.id, posted.value.ts);
  return posted;
}

async function sayFile(deps: SayDeps, entry: OutboxEntry, batch: Batch, place: Place): Promise<Said> {
  const plan = entry.kind === 'plan_file';
  const name = plan ? planFileName(batch) : resultFileName(batch);
  const earlier = entry.lost ? await uploadedEarlier(deps, batch, name) : undefined;
  if (earlier !== undefined) return earlier;
  const rows = await rowsOf(deps.db, batch.id);
  const file = {
    ...(plan ? planCsv(batch, rows) : resultCsv(batch, rows)),
    comment: plan
      ? 'The whole plan, row by row. It holds no seeds.'
      : 'Every row with its outcome. It holds no seeds.',
  };
  const shown = await deps.chat.upload(place, file);
  return shown.kind === 'ok' ? { kind: 'ok', value: { ts: '' } } : shown;
}

/** Slack may have kept a file although its answer was lost; our file names are unique to the batch. */
async function uploadedEarlier(deps: SayDeps, batch: Batch, name: string): Promise<Said | undefined> {
  const files = await deps.workspace.filesSince(batch.channelId, sinceOf(batch));
  if (files.kind === 'unavailable')
    return { kind: 'retry', afterMs: files.afterMs ?? lookAgainMs, why: files.why };
  const there = files.kind === 'ok' && files.value.some((file) => file.name === name);
  return there ? { kind: 'ok', value: { ts: '' } } : undefined;
}

/** Our clock may be hours ahead of Slack's, but a card's `ts` is Slack's own time. */
const sinceOf = ({ createdAt, cardTs }: Batch): number =>
  Math.min(createdAt, cardTs === undefined ? createdAt : Number(cardTs) * 1_000) - clocksApartMs;

async function foundEarlier(deps: SayDeps, entry: OutboxEntry, place: Place): Promise<Said | undefined> {
  if (!entry.lost) return undefined;
  const found = await deps.chat.find(place, keyOf(entry));
  // Without the scope to look, people may see a message twice: it names its row, so it is recognised.
  if (found.kind === 'unsupported' || found.kind === 'rejected') return undefined;
  if (found.kind !== 'ok') return found;
  return found.value === undefined ? undefined : { kind: 'ok', value: found.value };
}

type Make = (deps: SayDeps, entry: OutboxEntry, batch: Batch) => Promise<Message | undefined> | Message;

/** How the text of each kind is found; the card and the files have their own way. */
const makers: Readonly<Record<Exclude<OutboxKind, 'card' | 'plan_file' | 'result_file'>, Make>> = {
  async row(deps, entry, batch) {
    const row = await findRow(deps.db, entry.rowId ?? '');
    return row && { kind: 'row', reply: { row, code: batch.code } };
  },
  async rows(deps, { payload }, batch) {
    const rows = await rowsById(deps.db, payload.rowIds ?? []);
    const replies = rows.map((row) => ({ row, code: batch.code }));
    return { kind: 'rows', replies, part: payload.part ?? 1, parts: payload.parts ?? 1 };
  },
  report: async (deps, _entry, batch) => ({ kind: 'report', card: await cardModel(deps, batch.id) }),
  async delete_file(deps, _entry, batch) {
    const members = await deps.workspace.channelMembers(batch.channelId);
    return { kind: 'delete_file', batch, members: members.kind === 'ok' ? members.value.length : undefined };
  },
  file_deleted: (_deps, _entry, batch) => ({ kind: 'file_deleted', batch }),
  notice: (_deps, { payload }) => ({ kind: 'notice', text: payload.text ?? '', by: payload.by }),
};

const keyOf = (entry: OutboxEntry): string => `outbox:${String(entry.id)}`;
