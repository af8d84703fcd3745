import type { App as BoltApp } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Config } from './config.ts';
import { AppError } from './domain/errors.ts';
import type { Message } from './domain/messages.ts';
import type { Chat, Clock, Workspace } from './domain/ports.ts';
import { surface } from './handlers/index.ts';
import type { Log } from './log.ts';
import { openSlackApi } from './slack/api.ts';
import type { MessageView } from './slack/blocks.ts';
import { createBolt } from './slack/bolt.ts';
import { openChat } from './slack/chat.ts';
import { type Connections, openConnections } from './slack/connections.ts';
import { type Identity, whoAmI } from './slack/identity.ts';
import { openModal } from './slack/modals.ts';
import { missingScopes, wantedScopes } from './slack/scopes.ts';
import { messageView } from './slack/views/message.ts';
import { openWorkspace } from './slack/workspace.ts';

/** Everything that speaks to Slack, ready but not yet receiving. */
export interface SlackSide {
  readonly bolt: BoltApp;
  readonly connections: Connections;
  readonly identity: Identity;
  readonly chat: Chat;
  readonly workspace: Workspace;
  readonly view: (message: Message) => MessageView;
  readonly openModal: (triggerId: string, view: ModalView) => Promise<boolean>;
}

interface Parts {
  readonly clock: Clock;
  readonly log: Log;
  readonly onFatal: (code: string) => void;
}

/**
 * Opens Slack: learns who the bot is, refuses to start without the scopes it needs, and prepares its connections.
 * Throws SLACK_REFUSED with Slack's code or the missing scopes, SLACK_START_TIMEOUT when Slack does not answer.
 */
export async function openSlackSide(config: Config, { clock, log, onFatal }: Parts): Promise<SlackSide> {
  const { apiUrl, botToken, receive, command } = config.slack;
  const connections = openConnections(
    receive.kind === 'socket'
      ? { mode: 'socket', appToken: receive.appToken, apiUrl, clock, log, onFatal }
      : { mode: 'http', signingSecret: receive.signingSecret, clock, log, onFatal },
  );
  const known = {
    commands: new Set([command]),
    actions: new Set<string>(surface.actions),
    views: new Set<string>(surface.views),
  };
  const bolt = await createBolt({ connections, botToken, apiUrl, clock, log, known });
  const api = openSlackApi({ botToken, apiUrl, clock, log, onFatal });
  const seen = await whoAmI(api);
  if (seen.kind !== 'ok') {
    const why = seen.kind === 'missing' ? seen.code : seen.why;
    throw new AppError('SLACK_REFUSED', { asked: 'auth.test', why });
  }
  const identity = seen.value;
  if (identity.scopes === undefined) log.warn('slack did not say which scopes were granted');
  const missing = missingScopes(identity.scopes ?? wantedScopes());
  if (missing.length > 0) throw new AppError('SLACK_REFUSED', { missingScopes: missing.join(', ') });
  const context = { org: { name: new URL(config.okta.orgUrl).host, url: config.okta.orgUrl }, command };
  const view = (message: Message): MessageView => messageView(message, context);
  return {
    bolt,
    connections,
    identity,
    view,
    openModal: (triggerId, modal) => openModal(api, triggerId, modal),
    chat: openChat({ api, apiUrl, botUserId: identity.botUserId, view, clock, log }),
    workspace: openWorkspace({ api, apiUrl, botToken, teamId: identity.teamId, clock }),
  };
}
