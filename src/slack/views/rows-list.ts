import type { SectionBlock } from '@slack/types';
import type { Batch } from '../../domain/batch.ts';
import { planFileName, resultFileName } from '../../domain/files.ts';
import { type InputProblem, problemSentence } from '../../domain/intake.ts';
import type { CardModel } from '../../domain/messages.ts';
import type { Row } from '../../domain/row.ts';
import { changing } from '../../domain/verdicts.ts';
import { linesOf, listing, section, sizeOf } from '../blocks.ts';
import { code, join, type Markup, say } from '../markup.ts';
import { token, userOf } from './people.ts';
import { sentenceOf } from './row.ts';
import { count, rowSigns, sum } from './words.ts';

/** Room kept for the line that counts what did not fit. */
const moreRoom = 300;

/** Problems first, then rows that will change, as many as `room` characters of JSON allow and the rest counted. */
export function rowLists(card: CardModel, room: number): SectionBlock[] {
  const waits = card.batch.state === 'awaiting_approval';
  // A third is kept for them: an approver who sees only what is wrong has not seen what he approves.
  const changes = waits ? changeList(card, Math.floor(room / 3)) : [];
  return [...problemList(card, room - sizeOf(changes)), ...changes];
}

function problemList(card: CardModel, room: number): SectionBlock[] {
  const inputs = card.batch.briefing.inputProblems ?? [];
  const total = inputs.length + Math.max(card.problemCount, card.problems.length);
  if (total === 0) return [];
  const list = listing(
    say`*${count(total, 'problem')}*`,
    problemLines(inputs, card.problems),
    room - moreRoom,
  );
  return counted(list, total, card.batch);
}

function* problemLines(inputs: readonly InputProblem[], rows: readonly Row[]): Generator<Markup> {
  yield* linesOf(inputs, inputLine);
  yield* linesOf(rows, problemLine);
}

const changesMax = 10;

function changeList(card: CardModel, room: number): SectionBlock[] {
  if (card.changes.length === 0) return [];
  const changes = card.changes.slice(0, changesMax);
  const list = listing(say`*What would change*`, linesOf(changes, changeLine), room - moreRoom);
  return counted(list, sum(card.verdicts, changing), card.batch);
}

/** A list that ends with the number of lines it leaves out and where they are. */
function counted(list: ReturnType<typeof listing>, total: number, batch: Batch): SectionBlock[] {
  const missing = total - list.shown;
  return missing <= 0 ? list.blocks : [...list.blocks, section(say`+${missing} more, ${whereAll(batch)}`)];
}

/** Where every row stands; a file that could not be read has no plan, and so no plan file. */
function whereAll(batch: Batch): Markup {
  if (batch.state === 'finished' || batch.state === 'stopped') {
    return say`all in ${code(resultFileName(batch))} in the thread`;
  }
  return batch.planHash === ''
    ? say`to be seen when the file is dropped again with these mended`
    : say`all in ${code(planFileName(batch))} in the thread`;
}

function inputLine(problem: InputProblem): Markup {
  const place = problem.line === 0 ? 'The whole file' : `Line ${String(problem.line)}`;
  return say`• ${place}: ${problemSentence(problem)}`;
}

function problemLine(row: Row): Markup {
  const { emoji, word } = rowSigns[row.state];
  return say`${emoji} ${headOf(row)} — *${word}*. ${sentenceOf(row)}`;
}

const verbs = {
  enroll: 'enrol',
  replace: 'replace with',
  unenroll: 'un-enrol',
  stock: 'stock',
  none: 'leave',
} as const;

function changeLine(row: Row): Markup {
  const alone = row.onlyFactor === true ? say`, the only factor of this user` : say``;
  return say`• Line ${String(row.line)}: ${join([userOf(row), say`${verbs[row.action]} ${token(row)}`], ', ')}${alone}`;
}

const headOf = (row: Row): Markup =>
  join(
    [say`Line ${String(row.line)}`, userOf(row), row.serial === '' ? undefined : code(row.serial, 48)],
    ' · ',
  );
