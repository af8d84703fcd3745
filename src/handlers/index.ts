import type { App } from '@slack/bolt';
import type { DecisionVerb } from '../domain/approval.ts';
import { ACTION, type ActionId } from '../slack/ids.ts';
import { onCommand } from './command.ts';
import { onDecision } from './decide.ts';
import type { HandlerDeps } from './deps.ts';
import { onFileDeleted, onFileShared, onTokensRevoked } from './events.ts';
import { guard } from './guard.ts';
import { clickPayload } from './payloads.ts';

const decisions: readonly (readonly [ActionId, DecisionVerb])[] = [
  [ACTION.approve, 'approve'],
  [ACTION.reject, 'reject'],
  [ACTION.withdraw, 'withdraw'],
  [ACTION.pause, 'pause'],
  [ACTION.resume, 'resume'],
  [ACTION.stop, 'stop'],
];

/** The whole surface of the bot: what Slack may send that something answers. The manifest asks for exactly this. */
export const surface = {
  commands: ['/token'],
  actions: decisions.map(([actionId]) => actionId),
  events: ['file_shared', 'file_deleted', 'app_uninstalled', 'tokens_revoked'],
  views: [],
} as const;

/** Puts every handler of the surface into the app; `deps.command` may replace the command's name. */
export function register(app: App, deps: HandlerDeps): void {
  const run = guard(deps);

  app.command(deps.command, async ({ ack, respond, body }) => {
    const answer = onCommand(deps, body);
    if (answer.kind === 'now') await ack({ response_type: 'ephemeral', ...deps.view(answer.reply) });
    else await ack();
    if (answer.kind === 'later') await run.answering({ respond, name: 'command' }, answer.work);
  });
  for (const [actionId, verb] of decisions) {
    app.action(actionId, async ({ ack, respond, body }) => {
      await ack();
      await run.answering({ respond, name: actionId }, () =>
        onDecision(deps, verb, clickPayload.parse(body)),
      );
    });
  }
  app.event('file_shared', async ({ event }) => run.quietly('file_shared', () => onFileShared(deps, event)));
  app.event('file_deleted', async ({ event }) =>
    run.quietly('file_deleted', () => onFileDeleted(deps, event)),
  );
  app.event('app_uninstalled', async () =>
    run.quietly('app_uninstalled', () => deps.onRevoked('app_uninstalled')),
  );
  app.event('tokens_revoked', async ({ event }) =>
    run.quietly('tokens_revoked', () => onTokensRevoked(deps, event)),
  );
}
