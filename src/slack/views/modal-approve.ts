import type { ModalView } from '@slack/types';
import { context as small, section } from '../blocks.ts';
import { MODAL } from '../ids.ts';
import { join, say } from '../markup.ts';
import { count } from './words.ts';

/** The inputs of the form, by which errors are shown beside them. */
export const approvalInputs = { count: 'count', note: 'note' } as const;

export interface ApprovalForm {
  readonly code: string;
  readonly users: number;
  readonly enrolled: number;
  readonly replaced: number;
  readonly unenrolled: number;
  readonly stocked: number;
  readonly leftOut: number;
  readonly firstRowFirst: boolean;
  /** What the form is given back with; at most 3000 characters. */
  readonly metadata: string;
}

/** Asks whoever approves a large plan to type how many users it changes: nobody does that by habit. */
export function approveModal(form: ApprovalForm): ModalView {
  const kinds = [
    form.enrolled > 0 ? say`• ${count(form.enrolled, 'token')} enrolled` : undefined,
    form.replaced > 0
      ? say`• ${count(form.replaced, 'token')} replaced; the old ones stop working`
      : undefined,
    form.unenrolled > 0
      ? say`• ${count(form.unenrolled, 'token')} un-enrolled; codes stop working at once`
      : undefined,
    form.stocked > 0 ? say`• ${count(form.stocked, 'token')} put in stock` : undefined,
    form.leftOut > 0 ? say`• ${count(form.leftOut, 'row')} left out` : undefined,
  ];
  const first = form.firstRowFirst
    ? small(say`The first row runs alone; the others wait until somebody presses Resume.`)
    : [];
  return {
    type: 'modal',
    callback_id: MODAL.approve,
    private_metadata: form.metadata,
    title: { type: 'plain_text', text: `Approve ${form.code}?` },
    submit: { type: 'plain_text', text: 'Approve' },
    close: { type: 'plain_text', text: 'Not yet' },
    blocks: [
      section(join([say`*Plan ${form.code} changes ${count(form.users, 'user')}:*`, ...kinds], '\n')),
      ...first,
      input(approvalInputs.count, 'How many users does it change?', { max: 9 }),
      input(approvalInputs.note, 'Note, shown on the card and kept in the audit', {
        max: 500,
        optional: true,
      }),
    ],
  };
}

const input = (
  name: string,
  label: string,
  { max, optional = false }: { readonly max: number; readonly optional?: boolean },
): ModalView['blocks'][number] => ({
  type: 'input',
  block_id: name,
  optional,
  label: { type: 'plain_text', text: label },
  element: { type: 'plain_text_input', action_id: name, max_length: max },
});
