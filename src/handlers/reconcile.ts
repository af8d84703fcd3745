import { type Difference, type DifferenceKind, mendsByReturning } from '../domain/reconcile.ts';
import { createBatch } from '../store/batches.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import type { SlashPayload } from './payloads.ts';

const listed = 15;

/**
 * Tells how Okta differs from what the bot remembers. Nothing is changed: where putting tokens back in stock mends it,
 * a card proposes that.
 */
export async function answerReconcile(deps: HandlerDeps, payload: SlashPayload): Promise<Reply> {
  const found = await deps.reconcile();
  if (found === undefined) return noticing('Okta could not be asked now. Try again in a minute.');
  const { differences, untold, looked } = found;
  const mended = differences.filter(mendsByReturning);
  if (mended.length > 0) await propose(deps, payload, mended);
  const more = differences.length - listed;
  return noticing(
    [
      heading(looked, differences.length),
      ...differences.slice(0, listed).map(line),
      ...(more > 0 ? [`+${more.toLocaleString('en')} more, not shown here.`] : []),
      ...(untold > 0 ? [`Of ${tokens(untold)} Okta showed nothing that could be compared.`] : []),
      ...(mended.length > 0 ? [`A card proposes to put ${tokens(mended.length)} back in stock.`] : []),
    ].join('\n'),
  );
}

async function propose(
  deps: HandlerDeps,
  payload: SlashPayload,
  differences: readonly Difference[],
): Promise<void> {
  const { created } = await createBatch(deps.db, {
    id: deps.ids.next('b'),
    kind: 'revoke',
    channelId: payload.channel_id,
    requestedBy: payload.user_id,
    command: 'reconcile',
    origin: `command:${payload.trigger_id}`,
    asked: differences.map(({ token, kind }) => ({
      action: 'return',
      user: '',
      serial: token.serial,
      reason: because[kind],
    })),
    at: deps.clock.now(),
  });
  if (created) deps.wake.planner();
}

const heading = (looked: number, differences: number): string =>
  differences === 0
    ? `Okta holds what the bot remembers of ${tokens(looked)} that are assigned.`
    : `${differences.toLocaleString('en')} of ${tokens(looked)} that are assigned differ in Okta:`;

const line = ({ kind, token }: Difference): string =>
  `${token.serial}, ${token.userLogin ?? ''}: ${because[kind]}; ${next[kind]}`;

const tokens = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'token' : 'tokens'}`;

const because: Readonly<Record<DifferenceKind, string>> = {
  factor_gone: 'Okta does not show its factor',
  other_factor: 'Okta shows another Custom OTP instead',
  factor_inactive: 'its factor is not active',
  authenticator_inactive: 'its authenticator is switched off',
  user_suspended: 'the user is suspended',
  user_deactivated: 'the user is deactivated, and Okta un-enrols nothing then',
  user_deleted: 'Okta no longer knows the user',
};

const next: Readonly<Record<DifferenceKind, string>> = {
  factor_gone: 'it was removed elsewhere, or a policy hides it',
  other_factor: 'it was replaced elsewhere',
  factor_inactive: 'revoke it and assign it again',
  authenticator_inactive: 'switch it on again, or enrol the token under another',
  user_suspended: 'collect the token, or revoke it',
  user_deactivated: 'collect the token; it can be revoked when the user is active again',
  user_deleted: 'collect the token',
};
