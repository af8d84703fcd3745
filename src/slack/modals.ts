import type { ModalView } from '@slack/types';
import type { SlackApi } from './api.ts';

/**
 * Opens a modal over what the person sees; false when Slack did not: its trigger lives for three seconds and one use.
 * https://docs.slack.dev/reference/methods/views.open
 */
export async function openModal(api: SlackApi, triggerId: string, view: ModalView): Promise<boolean> {
  const answer = await api.write('views.open', { trigger_id: triggerId, view });
  return answer.kind === 'ok';
}
