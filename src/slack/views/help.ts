import { type CommandWord, commandWords } from '../../domain/command.ts';
import type { Message } from '../../domain/messages.ts';
import { context as small, type MessageView, section } from '../blocks.ts';
import { code, join, type Markup, prose, say } from '../markup.ts';
import { closest } from './closest.ts';
import { fallback } from './view.ts';

export type Help = Extract<Message, { readonly kind: 'help' }>;

/** What follows each command, and what it does. */
const commands: Readonly<Record<CommandWord, readonly [rest: string, what: string]>> = {
  assign: ['<user> <serial>', 'give a token from stock to a user; somebody approves first'],
  revoke: ['<user>', "un-enrol a user's token and put it back in stock; somebody approves first"],
  replace: [
    '<user> <serial>',
    'give a user another token in place of the present one; somebody approves first',
  ],
  lost: ['<serial> [reason]', 'un-enrol a lost token; its owner is remembered'],
  found: ['<serial>', 'give a lost token back to its owner, or to stock'],
  faulty: ['<serial> [reason]', 'un-enrol a token that does not work, and keep it from being assigned'],
  return: ['<serial> [reason]', 'put a token back in stock'],
  retire: ['<serial> [reason]', 'never hand out a token again, and delete its seed'],
  verify: ['<user> <code>', "prove a user's token by a code that it shows; Okta is asked at most once"],
  check: ['<serial> <code>', 'try a token before it is handed out; Okta is not asked'],
  whois: ['<code> [next code]', 'which token shows these codes'],
  status: ['[user or serial]', 'who has which token, or how the bot is doing'],
  stock: ['[--drift]', 'how many tokens of each model, or those whose clock will soon be too far off'],
  find: ['<text>', 'tokens whose serial, user or model contains it'],
  batches: ['', 'what is waiting, running and lately done'],
  export: ['', 'every token as a CSV file in this channel, without seeds'],
  reconcile: ['', 'how Okta differs from what the bot remembers; nothing is changed'],
  key: ['', 'the public key to which your token vendor can encrypt the file'],
  whoami: ['', 'what you may do here, and why'],
  help: ['', 'this list'],
};

/** How to use the command; what was wrong with what was typed stands first, with the closest command. */
export function helpView({ command, problem, unknown }: Help): MessageView {
  const wrong = join(
    [
      unknown === undefined ? undefined : notACommand(command, unknown),
      problem === undefined ? undefined : prose(problem, 1000),
    ],
    ' ',
  );
  const usage = join([say`*Commands*`, ...commandWords.map((word) => usageLine(command, word))], '\n');
  const rest = say`A user is an Okta login, an e-mail address or a mention. A serial may be its last digits if only one token ends so. After lost, found, faulty, return and retire, several tokens may be pasted, one a line. To enrol many, drop the token vendor's CSV file in this channel. Slack runs no commands inside threads.`;
  return {
    text: fallback(wrong, say`Type ${code(`${command} help`)} for the commands.`),
    blocks: [...(wrong.mrkdwn === '' ? [] : [section(wrong)]), section(usage), ...small(rest)],
  };
}

function notACommand(command: string, word: string): Markup {
  const match = closest(word, commandWords);
  const meant = match === undefined ? say`` : say` Did you mean ${code(`${command} ${match}`)}?`;
  return say`There is no ${code(`${command} ${word}`)}.${meant} Nothing was done.`;
}

function usageLine(command: string, word: CommandWord): Markup {
  const [rest, what] = commands[word];
  return say`${code(join([{ mrkdwn: command }, { mrkdwn: word }, { mrkdwn: rest }], ' ').mrkdwn)}: ${what}`;
}
