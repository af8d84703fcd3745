import { readCode, readCodes } from './code-command.ts';
import { readReport, type ReportedToken, type ReportWord, reportWords } from './report-command.ts';
import { readWords, type Word } from './slash-words.ts';

/** Whom a command names: a Slack account, or text: a login, an e-mail address or, for `status`, a serial. */
export type Named =
  | { readonly kind: 'mention'; readonly slackUserId: string }
  | { readonly kind: 'text'; readonly text: string };

/** What somebody asked for. */
export type Asked =
  | { readonly kind: 'assign'; readonly user: Named; readonly serial: string }
  | { readonly kind: 'revoke'; readonly user: Named }
  | { readonly kind: 'replace'; readonly user: Named; readonly serial: string }
  | { readonly kind: 'report'; readonly word: ReportWord; readonly tokens: readonly ReportedToken[] }
  | { readonly kind: 'verify'; readonly user: Named; readonly code: string }
  | { readonly kind: 'check'; readonly serial: string; readonly code: string }
  | { readonly kind: 'whois'; readonly codes: readonly [string] | readonly [string, string] }
  | { readonly kind: 'stock'; readonly drift: boolean }
  | { readonly kind: 'find'; readonly text: string }
  | { readonly kind: 'status'; readonly about?: Named | undefined }
  | { readonly kind: 'export' }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'batches' }
  | { readonly kind: 'key' }
  | { readonly kind: 'whoami' }
  | { readonly kind: 'help' };

/**
 * A slash command as it is read. `unknown` (a word that is none of ours) and `wrong` (its arguments make no sense;
 * `problem` says why in whole sentences, plain text) are answered with help.
 */
export type Command =
  | Asked
  | { readonly kind: 'unknown'; readonly word: string }
  | { readonly kind: 'wrong'; readonly word: CommandWord; readonly problem: string };

/** The words a command can begin with, in the order in which help shows them. */
export const commandWords = [
  'assign',
  'revoke',
  'replace',
  ...reportWords,
  'verify',
  'check',
  'whois',
  'status',
  'stock',
  'find',
  'batches',
  'export',
  'reconcile',
  'key',
  'whoami',
  'help',
] as const;
export type CommandWord = (typeof commandWords)[number];

/** Reads the text after the slash command as Slack sends it, escapes included. Never throws; no text asks for help. */
export function parseCommand(text: string): Command {
  const [first, ...args] = readWords(text);
  if (first === undefined) return { kind: 'help' };
  const typed = first.kind === 'text' ? first.text : spoken[first.kind];
  const word = commandWords.find((one) => one === typed.toLowerCase());
  if (word === undefined) return { kind: 'unknown', word: typed };
  const read = readers[word](args, text);
  return typeof read === 'string' ? { kind: 'wrong', word, problem: read } : read;
}

/** What the arguments of a command ask for, or the sentence that says why they make no sense. */
type Reader = (args: readonly Word[], text: string) => Asked | string;

const readers: Readonly<Record<CommandWord, Reader>> = {
  assign: (args) => readUserAndSerial('assign', args),
  replace: (args) => readUserAndSerial('replace', args),
  revoke: ([who, ...rest]) => {
    if (who === undefined) return 'The user whose token is to be removed is missing.';
    const user = named(who);
    if (typeof user === 'string') return user;
    return tooMany('revoke', rest) ?? { kind: 'revoke', user };
  },
  lost: (_, text) => readReport('lost', text),
  found: (_, text) => readReport('found', text),
  faulty: (_, text) => readReport('faulty', text),
  return: (_, text) => readReport('return', text),
  retire: (_, text) => readReport('retire', text),
  verify: ([who, ...digits]) => {
    if (who === undefined) return 'The user and the code that his token shows are missing.';
    const user = named(who);
    if (typeof user === 'string') return user;
    const code = readCode(digits);
    return code === undefined ? noCode : { kind: 'verify', user, code };
  },
  check: ([what, ...digits]) => {
    if (what?.kind !== 'text') return 'The serial of the token comes first, then the code that it shows.';
    const code = readCode(digits);
    return code === undefined ? noCode : { kind: 'check', serial: what.text, code };
  },
  whois: (args) => {
    const codes = readCodes(args);
    return codes === undefined ? noCode : { kind: 'whois', codes };
  },
  status: ([what, ...rest]) => {
    if (what === undefined) return { kind: 'status' };
    const about = named(what);
    if (typeof about === 'string') return about;
    return tooMany('status', rest) ?? { kind: 'status', about };
  },
  stock: ([what, ...rest]) => {
    if (what === undefined) return { kind: 'stock', drift: false };
    // Slack turns two hyphens into a dash where somebody types on a phone.
    if (what.kind !== 'text' || !/^(?:--|—|–)?drift$/u.test(what.text))
      return 'Only `--drift` can follow `stock`: it lists the tokens that will leave the window of Okta.';
    return tooMany('stock', rest) ?? { kind: 'stock', drift: true };
  },
  find: (args) => {
    const text = args
      .map((word) => (word.kind === 'text' ? word.text : ''))
      .join(' ')
      .trim();
    return text === ''
      ? 'What is to be found is missing: a part of a serial, user or model.'
      : { kind: 'find', text };
  },
  batches: (args) => tooMany('batches', args) ?? { kind: 'batches' },
  export: (args) => tooMany('export', args) ?? { kind: 'export' },
  reconcile: (args) => tooMany('reconcile', args) ?? { kind: 'reconcile' },
  key: (args) => tooMany('key', args) ?? { kind: 'key' },
  whoami: (args) => tooMany('whoami', args) ?? { kind: 'whoami' },
  help: () => ({ kind: 'help' }),
};

const noCode = 'The code is not one. Press the button of the token and write the 6 to 10 digits it shows.';

function readUserAndSerial(
  word: 'assign' | 'replace',
  [who, what, ...rest]: readonly Word[],
): Asked | string {
  if (who === undefined) return 'The user and the serial of his token are missing.';
  if (what === undefined)
    return `${isSerial(who) ? 'The user before the serial' : 'The serial after the user'} is missing.`;
  if (isSerial(who) && !isSerial(what)) return 'The user comes first, then the serial.';
  const user = named(who);
  if (typeof user === 'string') return user;
  if (what.kind !== 'text')
    return `The serial cannot be ${spoken[what.kind]}. Write the number on the back of the token.`;
  if (!isVisible(what.text, 64)) return 'The serial is not one. Write the number on the back of the token.';
  return tooMany(word, rest) ?? { kind: word, user, serial: what.text };
}

const spoken = { user: 'a mention', group: 'a user group', channel: 'a channel' } as const;

function named(word: Word): Named | string {
  if (word.kind === 'user') return { kind: 'mention', slackUserId: word.id };
  if (word.kind !== 'text')
    return `A token belongs to one user, not to ${spoken[word.kind]}. Name one user at a time.`;
  if (word.text.startsWith('@')) {
    return 'Slack did not turn the name after the @ into a mention. Pick the person from the list it offers, or write the Okta login.';
  }
  if (isVisible(word.text, 100)) return { kind: 'text', text: word.text };
  return 'The user is not one. Write an Okta login, an e-mail address or a mention.';
}

function tooMany(word: CommandWord, rest: readonly Word[]): string | undefined {
  if (rest.length === 0) return undefined;
  if (['batches', 'export', 'reconcile', 'key', 'whoami'].includes(word))
    return `Nothing can follow \`${word}\`.`;
  return `There is more after \`${word}\` than it takes. Write the user as one word: an Okta login, an e-mail address or a mention.`;
}

const isVisible = (text: string, atMost: number): boolean =>
  text.length <= atMost && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+$/u.test(text);

/** Digits that nobody would have as a login: the usual slip is to write the serial first. */
const isSerial = (word: Word): boolean => word.kind === 'text' && /^\d{6,}$/u.test(word.text);
