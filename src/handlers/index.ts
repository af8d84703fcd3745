import type { App } from '@slack/bolt';
import { ACTION, type ActionId, MODAL } from '../slack/ids.ts';
import { onApprove, onApproveForm } from './approve-form.ts';
import { onCommand } from './command.ts';
import { onDecision } from './decide.ts';
import type { HandlerDeps, Reply } from './deps.ts';
import { onFileDeleted, onFileShared, onTokensRevoked } from './events.ts';
import { onFollowUp } from './follow-up.ts';
import { guard } from './guard.ts';
import { type FormErrors, onPassphrase, onUnlock } from './passphrase.ts';
import { clickPayload, type ClickPayload, type ViewPayload, viewPayload } from './payloads.ts';
import { onVerifyCode, onVerifyRow } from './verify-row.ts';

type OnClick = (deps: HandlerDeps, click: ClickPayload) => Promise<Reply | undefined>;

const buttons: readonly (readonly [ActionId, OnClick])[] = [
  [ACTION.approve, (deps, click) => onApprove(deps, click)],
  [ACTION.canary, (deps, click) => onApprove(deps, click, true)],
  [ACTION.reject, (deps, click) => onDecision(deps, 'reject', click)],
  [ACTION.withdraw, (deps, click) => onDecision(deps, 'withdraw', click)],
  [ACTION.pause, (deps, click) => onDecision(deps, 'pause', click)],
  [ACTION.resume, (deps, click) => onDecision(deps, 'resume', click)],
  [ACTION.stop, (deps, click) => onDecision(deps, 'stop', click)],
  [ACTION.retry, (deps, click) => onFollowUp(deps, 'retry', click)],
  [ACTION.undo, (deps, click) => onFollowUp(deps, 'undo', click)],
  [ACTION.unlock, onUnlock],
  [ACTION.verify, onVerifyRow],
];

/** Gives what is wrong with a form, or nothing; or what is left to do once it is closed. */
type OnSubmit = (deps: HandlerDeps, payload: ViewPayload) => Promise<FormErrors | (() => Promise<void>)>;

const forms: readonly (readonly [string, OnSubmit])[] = [
  [MODAL.unlock, onPassphrase],
  [MODAL.approve, onApproveForm],
  [MODAL.verify, onVerifyCode],
];

/** The whole surface of the bot: what Slack may send that something answers. The manifest asks for exactly this. */
export const surface = {
  commands: ['/token'],
  actions: buttons.map(([actionId]) => actionId),
  events: ['file_shared', 'file_deleted', 'app_uninstalled', 'tokens_revoked'],
  views: forms.map(([callbackId]) => callbackId),
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
  for (const [actionId, onClick] of buttons) {
    app.action(actionId, async ({ ack, respond, body }) => {
      await ack();
      await run.answering({ respond, name: actionId }, () => onClick(deps, clickPayload.parse(body)));
    });
  }
  for (const [callbackId, onSubmit] of forms) {
    app.view(callbackId, async ({ ack, body }) => {
      const said = await onSubmit(deps, viewPayload.parse(body));
      if (said === undefined) return ack();
      if (typeof said !== 'function') return ack({ response_action: 'errors', errors: { ...said } });
      await ack();
      await run.quietly(callbackId, said);
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
