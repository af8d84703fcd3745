import type { HandlerDeps } from './deps.ts';
import { fileDeleted, fileShared, tokensRevoked } from './payloads.ts';

/** A file appeared somewhere the bot can see; whether it is for us is found out after Slack has its answer. */
export function onFileShared(deps: HandlerDeps, event: unknown): void {
  const { channel_id: channelId, file_id: fileId, user_id: userId } = fileShared.parse(event);
  if (deps.adminChannels.includes(channelId)) deps.files.seen({ channelId, fileId, userId });
}

/** A file is gone; if it was one of ours, its card says so from now on. */
export async function onFileDeleted(deps: HandlerDeps, event: unknown): Promise<void> {
  await deps.files.deleted(fileDeleted.parse(event).file_id);
}

/** Only the bot's own token matters: people come and go with theirs. */
export function onTokensRevoked(deps: HandlerDeps, event: unknown): void {
  if (tokensRevoked.parse(event).tokens.bot.length > 0) deps.onRevoked('tokens_revoked');
}
