import { refusalText, type Speech } from '../domain/refusal-text.ts';
import type { HandlerDeps, Reply } from './deps.ts';

/** What Slack shows beside an input: plain text, in which ids would be read as they are. */
const plain: Omit<Speech, 'person'> = {
  group: () => 'the approvers’ user group',
  channel: () => 'the admin channel',
  time: (at) => `on ${new Date(at).toISOString().slice(0, 16).replace('T', ' at ')} UTC`,
};

/** An answer as one plain text, with people by the names they have in Slack. */
export async function plainText(deps: Pick<HandlerDeps, 'workspace'>, reply: Reply): Promise<string> {
  if (reply.kind === 'notice') return reply.text;
  if (reply.kind !== 'refusal') return 'Nothing was done.';
  const { refusal } = reply;
  const ids = new Set<string>();
  refusalText(refusal, { ...plain, person: (id) => (ids.add(id), id) });
  const names = new Map<string, string>();
  for (const id of ids) {
    const seen = await deps.workspace.person(id);
    names.set(id, seen.kind === 'ok' ? `@${seen.value.name}` : 'somebody named on the card');
  }
  return refusalText(refusal, { ...plain, person: (id) => names.get(id) ?? id });
}
