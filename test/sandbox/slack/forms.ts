import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import type { LocalSlack } from '../../../sandbox/slack/server.ts';
import type { JsonObject } from '../../../sandbox/slack/world.ts';
import { at, reply } from './support.ts';
import type { Client } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

export const plain = (text: string): JsonObject => ({ type: 'plain_text', text });
export const input = (blockId: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: blockId,
  label: plain(blockId),
  element: { action_id: `${blockId}_in`, ...element },
  ...more,
});
export const text = { type: 'plain_text_input' };
export const modal = (blocks: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  blocks,
  ...more,
});
export const countForm = modal([input('count', text)]);

/** A fresh trigger_id, from a command that Maria types. */
export async function trigger(slack: LocalSlack, client: Client): Promise<string> {
  void slack.people.slash(maria.id, admins, '/token import');
  const frame = await client.frame();
  client.ack(frame);
  return String(at(frame, 'payload', 'trigger_id'));
}

/** The id of a view that was opened for Maria. */
export async function opened(
  slack: LocalSlack,
  client: Client,
  view: JsonObject = countForm,
): Promise<string> {
  const done = await reply(slack, 'views.open', { trigger_id: await trigger(slack, client), view });
  return String(at(done, 'view', 'id'));
}
