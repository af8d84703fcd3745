import type { ModalView } from '@slack/types';
import type { Row } from '../../domain/row.ts';
import { context as small, section } from '../blocks.ts';
import { MODAL } from '../ids.ts';
import { code, say } from '../markup.ts';

/** The input of the modal, by which errors are shown beside it. */
export const codeInput = { block: 'code', action: 'code' } as const;

/** Asks for a code that the token of a row shows; the row travels along, since a modal knows no message. */
export const verifyModal = (row: Pick<Row, 'id' | 'serial' | 'userLogin'>): ModalView => ({
  type: 'modal',
  callback_id: MODAL.verify,
  private_metadata: row.id,
  title: { type: 'plain_text', text: 'Verify a token' },
  submit: { type: 'plain_text', text: 'Verify' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    section(say`Press the button of token ${code(row.serial, 48)} of ${code(row.userLogin, 80)}.`),
    {
      type: 'input',
      block_id: codeInput.block,
      label: { type: 'plain_text', text: 'The code that it shows now' },
      element: { type: 'plain_text_input', action_id: codeInput.action, min_length: 6, max_length: 12 },
    },
    ...small(
      say`A code that is plainly wrong is told here and never reaches Okta. One that should work is tried there once; the thread tells what came of it.`,
    ),
  ],
});
