import type { Seen } from '../domain/ports.ts';
import type { SlackApi } from './api.ts';
import { look } from './look.ts';
import { identityReply } from './wire.ts';

/** Who the bot is in Slack, and what it was granted. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: string;
  readonly botId: string;
  /** Undefined where the answer did not say. */
  readonly scopes: ReadonlySet<string> | undefined;
}

/** Asks Slack who the bot token belongs to (`auth.test`); never `missing`. */
export async function whoAmI(api: SlackApi): Promise<Seen<Identity>> {
  const seen = await look(api, { method: 'auth.test', args: {}, reply: identityReply, absent: new Set() });
  if (seen.kind !== 'ok') return seen;
  const { team_id: teamId, team: teamName, user_id: botUserId, bot_id: botId } = seen.value;
  return { kind: 'ok', value: { teamId, teamName, botUserId, botId, scopes: api.grantedScopes() } };
}
