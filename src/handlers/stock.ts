import { monthMs } from '../domain/drift.ts';
import type { Token } from '../domain/token.ts';
import { countByModel, leavingBefore, type ModelCount } from '../store/stock.ts';
import { searchTokens } from '../store/tokens.ts';
import { clockText, monthOf } from './clock-text.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import { stateText } from './state-text.ts';

const listed = 18;
/** Half a year is long enough to order and hand out others. */
const aheadMonths = 6;

/** How many tokens there are of each model, and what became of them. */
export async function answerStock(deps: HandlerDeps): Promise<Reply> {
  const counts = await countByModel(deps.db);
  const models = [...Map.groupBy(counts, ({ model }) => model)];
  if (models.length === 0)
    return noticing('There is no token yet. Drop the file of your token vendor in this channel.');
  const lines = models.slice(0, listed).map(([model, some]) => `${model}: ${some.map(counted).join(', ')}`);
  const leaving = await leavingBefore(deps.db, deps.clock.now() + aheadMonths * monthMs, 1);
  const risk =
    leaving.first.length === 0
      ? []
      : [
          `${tokens(leaving.more + 1)} will leave the window of Okta soon: ${deps.command} stock --drift lists them.`,
        ];
  return noticing([...lines, ...more(models.length - listed, 'model'), ...risk].join('\n'));
}

/** Tokens whose clock will be too far off for Okta within half a year, the most urgent first. */
export async function answerDrift(deps: HandlerDeps): Promise<Reply> {
  const leaving = await leavingBefore(deps.db, deps.clock.now() + aheadMonths * monthMs, listed);
  if (leaving.first.length === 0)
    return noticing(
      'No token is known to leave the window of Okta within half a year. A token is judged by three codes over a month.',
    );
  return noticing([...leaving.first.map(driftLine), ...more(leaving.more, 'token')].join('\n'));
}

/** Tokens whose serial, user, manufacturer or model contains a text. */
export async function answerFind(deps: HandlerDeps, text: string): Promise<Reply> {
  const found = await searchTokens(deps.db, text, listed);
  if (found.first.length === 0)
    return noticing(`No serial, user, manufacturer or model contains ${text}. Try fewer characters.`);
  return noticing([...found.first.map(foundLine), ...more(found.more, 'token')].join('\n'));
}

const counted = ({ state, count, proven }: ModelCount): string =>
  state === 'assigned'
    ? `${count.toLocaleString('en')} enrolled (${proven.toLocaleString('en')} proven)`
    : `${count.toLocaleString('en')} ${stateText[state]}`;

const driftLine = (token: Token): string =>
  `${foundLine(token)}; ${clockText(token.aheadMs)}, ${String(Math.round((token.msPerMonth ?? 0) / 1000))} s a month; leaves about ${monthOf(token.leavesAt ?? 0)}`;

function foundLine({ serial, manufacturer, model, state, userLogin, formerUserLogin }: Token): string {
  const kind = [manufacturer, model].filter((part) => part !== '').join(' ');
  const user = userLogin ?? (formerUserLogin === undefined ? undefined : `before ${formerUserLogin}`);
  return [
    `${serial}${kind === '' ? '' : ` (${kind})`}: ${stateText[state]}`,
    ...(user === undefined ? [] : [user]),
  ].join(', ');
}

const tokens = (count: number): string => `${count.toLocaleString('en')} ${count === 1 ? 'token' : 'tokens'}`;

const more = (count: number, what: string): readonly string[] =>
  count > 0 ? [`+${count.toLocaleString('en')} more ${what}${count === 1 ? '' : 's'}, not shown here.`] : [];
