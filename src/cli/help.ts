import type { Command } from './command.ts';

/** Programs of their own, which the same command line starts. */
export const programs: readonly { readonly name: string; readonly file: string; readonly summary: string }[] =
  [
    { name: 'run', file: '../main.ts', summary: 'runs the bot, as npm start does' },
    {
      name: 'doctor',
      file: '../doctor/main.ts',
      summary: 'checks everything the bot depends on; --json for a program',
    },
    { name: 'audit', file: '../audit/main.ts', summary: 'verifies and exports the audit' },
    { name: 'keys', file: '../keys/main.ts', summary: 'shows the public keys to which vendors encrypt' },
  ];

/** The list of commands for a terminal. */
export function helpText(commands: readonly Command[]): string {
  const lines = [
    ...programs.map(({ name, summary }) => [name, summary] as const),
    ...commands.map(({ name, takes, summary }) => [`${name} ${takes}`, summary] as const),
  ];
  const width = Math.max(...lines.map(([words]) => words.length));
  return [
    'npm run desk -- <command>',
    '',
    ...lines.map(([words, summary]) => `  ${words.padEnd(width)}  ${summary}`),
    '',
    'npm run desk -- <command> --help tells more of one. Exit codes: 0 done, 1 it could not be done, 64 wrong words,',
    '78 wrong settings.',
    '',
  ].join('\n');
}

/** What one command does, for a terminal. */
export const commandHelp = ({ name, takes, summary, details }: Command): string =>
  `npm run desk -- ${name} ${takes}\n\n${summary}\n\n${details}\n`;
