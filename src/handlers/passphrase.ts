import type { Refusal } from '../domain/approval.ts';
import type { Batch } from '../domain/batch.ts';
import { Secret } from '../domain/secret.ts';
import { passphraseInput, passphraseModal } from '../slack/views/modal-passphrase.ts';
import { recordRefusal, recordUnlock } from '../store/audit.ts';
import { findBatch } from '../store/batches.ts';
import { refuseStranger } from './actor.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import type { ClickPayload, ViewPayload } from './payloads.ts';

const notLocked =
  'This file does not wait for a passphrase any more, so nothing was done. Its card says where it stands.';
const notYours = 'You may not open this file. The command whoami says what you may do here, and why.';
const tooSlow = 'Slack did not open the form in time. Press the button again.';

/** Opens the form in which a person enters what opens a file, or says to him why not. */
export async function onUnlock(deps: HandlerDeps, click: ClickPayload): Promise<Reply | undefined> {
  const batch = await lockedBatch(deps, click.actions[0]?.value);
  if (batch === undefined) {
    await note(deps, click.user.id, 'unknown_card');
    return noticing(notLocked);
  }
  const refusal = await refusalOf(deps, batch, click);
  if (refusal !== undefined) return refusing(refusal);
  const opened = await deps.openModal(click.trigger_id ?? '', passphraseModal(batch));
  return opened ? undefined : noticing(tooSlow);
}

/** Text beside an input of a form, by the input's block; undefined when the form can be closed. */
export type FormErrors = Readonly<Record<string, string>> | undefined;

/** Takes what was entered to the planner; whether it opens the file shows on the card. */
export async function onPassphrase(deps: HandlerDeps, payload: ViewPayload): Promise<FormErrors> {
  const { block, action } = passphraseInput;
  const typed = payload.view.state.values[block]?.[action]?.value ?? '';
  const batch = await lockedBatch(deps, payload.view.private_metadata);
  if (batch === undefined) return { [block]: notLocked };
  const refusal = await refusalOf(deps, batch, payload);
  if (refusal !== undefined) return { [block]: notYours };
  if (typed.trim() === '') return { [block]: 'Enter what opens the file.' };
  await recordUnlock(deps.db, { at: deps.clock.now(), actor: payload.user.id, batchId: batch.id });
  deps.unlock(batch.id, new Secret(typed));
  return undefined;
}

async function lockedBatch(deps: HandlerDeps, batchId: string | undefined): Promise<Batch | undefined> {
  const batch = batchId === undefined ? undefined : await findBatch(deps.db, batchId);
  return batch?.state === 'planning' && batch.briefing.lock !== undefined ? batch : undefined;
}

/** Whoever may have the bot read a file may open it. */
const refusalOf = (
  deps: HandlerDeps,
  batch: Batch,
  { user, team }: Pick<ClickPayload, 'user' | 'team'>,
): Promise<Refusal | undefined> =>
  refuseStranger(deps, { userId: user.id, teamId: team?.id }, batch.channelId);

const note = (deps: HandlerDeps, actor: string, code: string): Promise<void> =>
  recordRefusal(deps.db, { at: deps.clock.now(), actor, code, detail: { verb: 'unlock' } });
