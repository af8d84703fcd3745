import type { ModalView } from '@slack/types';
import type { Batch } from '../../domain/batch.ts';
import { context as small, section } from '../blocks.ts';
import { MODAL } from '../ids.ts';
import { code, say } from '../markup.ts';

/** The input of the modal, by which errors are shown beside it. */
export const passphraseInput = { block: 'passphrase', action: 'passphrase' } as const;

/** Asks for what opens the file of a batch; which batch travels along, since a modal knows no channel. */
export function passphraseModal(batch: Pick<Batch, 'id' | 'file' | 'briefing'>): ModalView {
  const wants = batch.briefing.lock?.wants ?? 'passphrase';
  const label = wants === 'key' ? 'Key, in hexadecimal or base64' : 'Passphrase';
  return {
    type: 'modal',
    callback_id: MODAL.unlock,
    private_metadata: batch.id,
    title: { type: 'plain_text', text: 'Open the file' },
    submit: { type: 'plain_text', text: 'Open' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      section(say`What opens ${code(batch.file?.name ?? 'the file', 120)}?`),
      {
        type: 'input',
        block_id: passphraseInput.block,
        label: { type: 'plain_text', text: label },
        element: { type: 'plain_text_input', action_id: passphraseInput.action, max_length: 1000 },
      },
      ...small(
        say`Slack shows what you type: look who stands behind you. It travels through Slack to the bot, which keeps it in memory until the plan is made and writes it nowhere.`,
      ),
    ],
  };
}
