import type { Command, Run } from './command.ts';
import { commandHelp, helpText } from './help.ts';
import { backupCommand, migrateCommand, purgeCommand, restoreCommand } from './store-commands.ts';

export const commands: readonly Command[] = [backupCommand, restoreCommand, migrateCommand, purgeCommand];

/** What a command line asks for: words to show, with the exit code, or work to do. */
export type Asked =
  | { readonly kind: 'text'; readonly text: string; readonly code: number }
  | { readonly kind: 'work'; readonly run: Run };

/** https://man.openbsd.org/sysexits: EX_USAGE. */
const usageCode = 64;

export function ask([name = '--help', ...words]: readonly string[]): Asked {
  if (['--help', '-h', 'help'].includes(name)) return { kind: 'text', text: helpText(commands), code: 0 };
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return { kind: 'text', text: helpText(commands), code: usageCode };
  if (words.includes('--help') || words.includes('-h'))
    return { kind: 'text', text: commandHelp(command), code: 0 };
  const run = command.parse(words);
  return run === undefined
    ? { kind: 'text', text: commandHelp(command), code: usageCode }
    : { kind: 'work', run };
}
