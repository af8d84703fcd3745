import { type ReportedToken, reportOf, type ReportWord } from '../domain/report-command.ts';
import { concernsOkta, nextTokenState, type Report, type Token } from '../domain/token.ts';
import { recordRefusal } from '../store/audit.ts';
import { createBatch } from '../store/batches.ts';
import { moveToken } from '../store/move-token.ts';
import { findToken } from '../store/tokens.ts';
import { isApproverNow } from './actor.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import type { SlashPayload } from './payloads.ts';
import { reportText } from './report-text.ts';
import { type Problem, wholeSerial } from './serial.ts';

interface Reporting {
  readonly kind: 'report';
  readonly word: ReportWord;
  readonly tokens: readonly ReportedToken[];
}

/** A token that is known and can be what is reported of it. */
interface Reported {
  readonly token: Token;
  readonly report: Report;
  readonly reason: string;
}

/**
 * Takes in what became of tokens. Where Okta has to change, a card asks for an approval; the rest is noted at once, by
 * an approver. If one of them makes no sense, nothing is done, and every mistake is told.
 */
export async function onReport(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Reporting,
): Promise<Reply | undefined> {
  const read = await Promise.all(command.tokens.map((one) => reportedOf(deps, command.word, one)));
  const problems = read.filter((one) => 'sentence' in one);
  const reported = unique(read.filter((one) => 'token' in one));
  const [first] = problems;
  if (first !== undefined)
    return refuse(deps, payload, command, { ...first, sentence: sentencesOf(problems) });
  const inOkta = reported.filter(({ token, report }) => concernsOkta(token.state, report));
  const here = reported.filter((one) => !inOkta.includes(one));
  const refusal = here.length > 0 ? await mayNote(deps, payload, command) : undefined;
  if (refusal !== undefined) return refusal;
  const noted = await Promise.all(here.map((one) => note(deps, payload, one)));
  if (inOkta.length > 0) await ask(deps, payload, command, inOkta);
  return noted.length === 0 ? undefined : noticing([...noted, ...reportText.card(inOkta.length)].join('\n'));
}

async function reportedOf(
  deps: HandlerDeps,
  word: ReportWord,
  { serial: typed, reason }: ReportedToken,
): Promise<Reported | Problem> {
  const whole = await wholeSerial(deps, typed);
  if (whole.kind === 'problem') return whole;
  const token = await findToken(deps.db, whole.serial);
  if (token === undefined) return { code: 'unknown_serial', sentence: `Token ${typed} is not known.` };
  // Nobody is waiting for a lost token that was in stock: finding it only brings it back.
  const report = word === 'found' && token.formerUserId === undefined ? 'return' : reportOf[word];
  const makesSense =
    word === 'found' ? token.state === 'lost' : nextTokenState(token.state, report) !== undefined;
  return makesSense
    ? { token, report, reason }
    : { code: 'token_state', sentence: reportText.senseless(word, token) };
}

const unique = (reported: readonly Reported[]): readonly Reported[] => [
  ...new Map(reported.map((one) => [one.token.serial, one])).values(),
];

const sentencesOf = (problems: readonly Problem[]): string =>
  [...problems.map(({ sentence }) => sentence), ...(problems.length > 1 ? ['Nothing was done.'] : [])].join(
    '\n',
  );

/** No card asks for what Okta does not see, so only somebody who could approve one may do it. */
async function mayNote(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Reporting,
): Promise<Reply | undefined> {
  const approver = await isApproverNow(deps, payload.user_id);
  if (approver === true) return undefined;
  const { approvers } = deps;
  const refusal =
    approver === undefined
      ? ({ code: 'not_verified', what: 'approvers' } as const)
      : ({ code: 'not_an_approver', approvers, channelId: payload.channel_id } as const);
  await record(deps, payload, command, refusal.code);
  return refusing(refusal);
}

async function note(
  deps: HandlerDeps,
  payload: SlashPayload,
  { token, report, reason }: Reported,
): Promise<string> {
  const at = deps.clock.now();
  const moved = await moveToken(deps.db, {
    serial: token.serial,
    report,
    at,
    actor: payload.user_id,
    reason,
  });
  if (moved.kind === 'moved') return reportText.noted(moved.token, report);
  return reportText.overtaken(token.serial);
}

async function ask(
  deps: HandlerDeps,
  payload: SlashPayload,
  { word }: Reporting,
  reported: readonly Reported[],
): Promise<void> {
  const { created } = await createBatch(deps.db, {
    id: deps.ids.next('b'),
    // What it does in Okta: give back what was found, take away everything else.
    kind: word === 'found' ? 'assign' : 'revoke',
    channelId: payload.channel_id,
    requestedBy: payload.user_id,
    command: reportText.command(word, reported),
    origin: `command:${payload.trigger_id}`,
    asked: reported.map(({ token, report, reason }) => ({
      action: report,
      user: '',
      serial: token.serial,
      reason,
    })),
    at: deps.clock.now(),
  });
  if (created) deps.wake.planner();
}

async function refuse(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Reporting,
  { code, sentence }: Problem,
): Promise<Reply> {
  await record(deps, payload, command, code);
  return noticing(sentence);
}

const record = (deps: HandlerDeps, payload: SlashPayload, { word }: Reporting, code: string): Promise<void> =>
  recordRefusal(deps.db, { at: deps.clock.now(), actor: payload.user_id, code, detail: { command: word } });
