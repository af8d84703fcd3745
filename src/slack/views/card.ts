import { isSingle } from '../../domain/batch.ts';
import { planFileName } from '../../domain/files.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { Authenticator } from '../../domain/okta.ts';
import { context as small, header, type MessageView, section, sizeOf } from '../blocks.ts';
import { LIMIT } from '../limits.ts';
import { code, join, type Markup, mention, moment, prose, say } from '../markup.ts';
import { decisionButtons } from './decision.ts';
import { rowLists } from './rows-list.ts';
import { decided, situation, totals } from './situation.ts';
import { exposure, nameOf, onlyRow, subject } from './subject.ts';
import { fallback, type ViewContext } from './view.ts';
import { count, duration, roughly, signOf } from './words.ts';

/**
 * The one message that shows a batch: what it is, what it would do or did, what is wrong with which row, and who may
 * decide. Rows that do not fit are counted, with the file that holds them all.
 */
export function cardView(card: CardModel, context: ViewContext): MessageView {
  const title = titleOf(card);
  const top = [
    header(title.mrkdwn),
    section(join([subject(card, context), grounds(card), totals(card)], '\n')),
    section(situation(card)),
  ];
  const bottom = [
    ...small(...warnings(card), ...authenticators(card)),
    ...small(exposure(card.batch), origin(card, context), decided(card), timing(card)),
    ...decisionButtons(card, context),
  ];
  const room = LIMIT.blocksJson - sizeOf([...top, ...bottom]);
  return {
    text: fallback(say`${title}:`, subject(card, context), totals(card), situation(card)),
    blocks: [...top, ...(onlyRow(card) === undefined ? rowLists(card, room) : []), ...bottom],
  };
}

/** `⏳ Waiting · plan K7QX-93FA`. */
export function titleOf(card: Pick<CardModel, 'batch' | 'states'>): Markup {
  const { emoji, word } = signOf(card.batch, card.states);
  const { code: plan } = card.batch;
  return plan === '' ? say`${emoji} ${word}` : say`${emoji} ${word} · plan ${prose(plan, 40)}`;
}

/** What the decision about a single row rests on. */
function grounds(card: CardModel): Markup | undefined {
  const row = onlyRow(card);
  if (card.batch.state !== 'awaiting_approval' || row === undefined) return undefined;
  return join(
    [prose(row.reason), row.onlyFactor === undefined ? undefined : factorsLeft(row.onlyFactor)],
    '\n',
  );
}

const factorsLeft = (onlyFactor: boolean): Markup =>
  onlyFactor
    ? say`⚠️ It is this user's only factor: without it they cannot pass a second step until a new one is set up.`
    : say`Another factor is left to sign in with.`;

const warningsMax = 6;

function warnings(card: CardModel): Markup[] {
  if (card.batch.state !== 'awaiting_approval') return [];
  const replaces = (card.verdicts.replace ?? 0) > 0 ? [replacing] : [];
  // The reason of a single row, shown above, already tells its warnings.
  const reason = onlyRow(card)?.reason ?? '';
  const given = (card.batch.briefing.warnings ?? []).filter((warning) => !reason.includes(warning));
  const all = [...replaces, ...given];
  const lines = all.slice(0, warningsMax).map((warning) => say`⚠️ ${prose(warning, 200)}`);
  const missing = all.length - lines.length;
  return missing > 0 ? [...lines, say`⚠️ +${missing} more, each beside its row in the plan file`] : lines;
}

const replacing = 'Where a token is replaced, the old one is removed first and its codes stop working.';

const authenticatorsMax = 4;

function authenticators(card: CardModel): Markup[] {
  if (card.batch.state !== 'awaiting_approval') return [];
  const lines = card.authenticators.slice(0, authenticatorsMax).map(authenticatorLine);
  const missing = card.authenticators.length - lines.length;
  return missing > 0
    ? [...lines, say`+${missing} more authenticators, each named beside its rows in the plan file`]
    : lines;
}

function authenticatorLine(found: Authenticator): Markup {
  const drift =
    found.acceptedSteps === undefined
      ? 'drift window not readable'
      : `codes accepted up to ${duration(found.acceptedSteps * found.timeStepSeconds * 1000)} early or late`;
  const step = `${String(found.timeStepSeconds)} s step`;
  const off = found.active ? say`` : say`. *Not active in Okta*`;
  return say`Authenticator ${code(found.name, 60)}: ${found.algorithm}, ${count(found.digits, 'digit')}, ${step}, ${drift}${off}`;
}

function origin({ batch }: CardModel, context: ViewContext): Markup {
  // A list is named above; a sentence about one row does not say where it came from.
  const how = isSingle(batch) ? nameOf(batch, context) : undefined;
  return join(
    [
      say`Asked for by ${mention(batch.requestedBy)}`,
      moment(batch.createdAt),
      how,
      say`Okta org ${prose(context.org.name, 60)}`,
    ],
    ' · ',
  );
}

function timing(card: CardModel): Markup | undefined {
  const { batch, expectedMs } = card;
  if (batch.state !== 'awaiting_approval') return undefined;
  const takes = expectedMs === undefined ? undefined : say`Takes ${roughly(expectedMs)} once approved`;
  const file = isSingle(batch) ? undefined : say`Every row: ${code(planFileName(batch))} in the thread`;
  return join([takes, file], ' · ');
}
