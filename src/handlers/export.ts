import { inventoryCsv } from '../domain/inventory.ts';
import { allTokens } from '../store/stock.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import type { SlashPayload } from './payloads.ts';

/** Puts every token that the bot knows into a file in the admin channel, where everybody sees that it was asked for. */
export async function answerExport(deps: HandlerDeps, payload: SlashPayload): Promise<Reply | undefined> {
  const tokens = await allTokens(deps.db);
  if (tokens.length === 0) return noticing('There is no token yet, so there is nothing to export.');
  const comment = `All ${tokens.length.toLocaleString('en')} tokens, as <@${payload.user_id}> asked for them. The file holds no seeds.`;
  const shown = await deps.chat.upload(
    { channelId: payload.channel_id },
    { ...inventoryCsv(tokens, deps.clock.now()), comment },
  );
  if (shown.kind === 'ok') return undefined;
  deps.log.warn('export not shown', { kind: shown.kind });
  return noticing('Slack did not take the file. Try again in a minute.');
}
