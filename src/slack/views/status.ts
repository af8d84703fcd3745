import type { Batch } from '../../domain/batch.ts';
import { unreachable } from '../../domain/errors.ts';
import type { TokenClock, TokenStatus } from '../../domain/messages.ts';
import type { TokenState } from '../../domain/token.ts';
import { linesOf, listing, type MessageView, section } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { code, join, type Markup, mention, moment, prose, say } from '../markup.ts';
import { nameOf } from './subject.ts';
import { fallback, type ViewContext } from './view.ts';
import { count } from './words.ts';

type Kind<K extends TokenStatus['kind']> = Extract<TokenStatus, { readonly kind: K }>;

/** What is known about a token, a user or the bot itself. */
export function statusView(status: TokenStatus, context: ViewContext): MessageView {
  switch (status.kind) {
    case 'bot':
      return botStatus(status, context);
    case 'token':
      return said(tokenStatus(status));
    case 'user':
      return said(userStatus(status));
    case 'not_found':
      return said(notFound(status, context));
    default:
      return unreachable(status);
  }
}

const said = (text: Markup): MessageView => ({ text: fallback(text), blocks: [section(text)] });

function botStatus(status: Kind<'bot'>, context: ViewContext): MessageView {
  const stock = say`*Tokens:* ${status.stock} in stock, ${status.assigned} assigned`;
  const batches = say`*Batches:* ${count(status.waiting, 'waits', 'wait')} for approval, ${status.running} running`;
  const top = join([stock, batches], '\n');
  const files = status.exposedFiles;
  if (files.length === 0) return said(join([top, say`🔒 No file dropped here is left in Slack.`], '\n'));
  const title = say`🔓 *${count(files.length, 'dropped file')} still in Slack:* who dropped a file should delete it, for the seeds in it`;
  const list = listing(
    title,
    linesOf(files, (batch) => exposedLine(batch, context)),
    LIMIT.blocksJson - 1500,
  );
  const missing = files.length - list.shown;
  const more = missing > 0 ? [section(say`+${missing} more, not shown here`)] : [];
  return { text: fallback(top, title), blocks: [section(top), ...list.blocks, ...more] };
}

const exposedLine = (batch: Batch, context: ViewContext): Markup =>
  say`• ${nameOf(batch, context)}, dropped by ${mention(batch.requestedBy)}, ${moment(batch.createdAt)}`;

const stateWords: Readonly<Record<TokenState, string>> = {
  stock: 'in stock',
  assigned: 'assigned',
  lost: 'lost',
  faulty: 'faulty',
  retired: 'retired',
};

function tokenStatus(status: Kind<'token'>): Markup {
  const model = status.model === '' ? say`` : say` (${prose(status.model, 40)})`;
  const word = Object.entries(stateWords).find(([state]) => state === status.state)?.[1] ?? status.state;
  const user = status.userLogin === undefined ? say`` : say` to ${code(status.userLogin)}`;
  return join(
    [
      say`Token ${code(status.serial, 48)}${model}: *${word}*${user}${sinceBy(status)}.`,
      status.formerUserLogin === undefined ? undefined : say`It was ${code(status.formerUserLogin)}'s.`,
      clockOf(status.clock, status.userLogin !== undefined),
      prose(status.okta, 800),
    ],
    '\n',
  );
}

function userStatus(status: Kind<'user'>): Markup {
  const token =
    status.serial === undefined ? say`no token known here` : say`token ${code(status.serial, 48)}`;
  const user =
    status.userStatus === ''
      ? code(status.login)
      : say`${code(status.login)} (${prose(status.userStatus, 40)} in Okta)`;
  return join(
    [
      say`${user}: ${token}${sinceBy(status)}.`,
      clockOf(status.clock, status.serial !== undefined),
      prose(status.okta, 800),
    ],
    '\n',
  );
}

/** Enrolled is not proven: until a code was accepted, nobody knows whether seed, device and user belong together. */
function clockOf(clock: TokenClock | undefined, enrolled: boolean): Markup | undefined {
  if (clock === undefined) return undefined;
  const { verifiedAt, aheadMs, leavesAt } = clock;
  const proven =
    verifiedAt === undefined
      ? say`*Not proven yet:* no code was accepted.`
      : say`*Proven* ${moment(verifiedAt)}.`;
  const seconds = Math.round(Math.abs(aheadMs ?? 0) / 1000);
  const fast = (aheadMs ?? 0) > 0 ? 'fast' : 'slow';
  const off =
    aheadMs === undefined
      ? undefined
      : say`At the last code its clock was ${count(seconds, 'second')} ${fast}.`;
  const leaves =
    leavesAt === undefined ? undefined : say`Okta will begin to refuse its codes about ${moment(leavesAt)}.`;
  return join([enrolled ? proven : undefined, off, leaves], ' ');
}

function sinceBy(known: { readonly since?: number | undefined; readonly by?: string | undefined }): Markup {
  const since = known.since === undefined ? say`` : say` since ${moment(known.since)}`;
  return known.by === undefined ? since : say`${since}, by ${mention(known.by)}`;
}

const candidatesMax = 10;

function notFound({ asked, candidates, ...rest }: Kind<'not_found'>, context: ViewContext): Markup {
  const missing = Math.max(0, candidates.length - candidatesMax) + rest.more;
  const shown = candidates.slice(0, candidatesMax).map((candidate) => say`• ${code(candidate)}`);
  const more = missing > 0 ? say`+${missing} more: type more of it` : undefined;
  const next =
    candidates.length === 0
      ? say`Check the spelling, or type the whole serial or login: ${code(`${context.command} status ana@example.com`)}.`
      : join([say`Did you mean:`, ...shown, more], '\n');
  return say`Neither a token nor a user is known as ${code(asked)}.\n${next}`;
}
