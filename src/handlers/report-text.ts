import type { ReportWord } from '../domain/report-command.ts';
import type { Report, Token } from '../domain/token.ts';

/** What people are told who report what became of a token. Plain text, to be escaped where it is shown. */
export const reportText = {
  senseless: (word: ReportWord, { serial, state }: Token): string =>
    `Token ${serial} ${standing[state]}, so \`${word}\` changes nothing.`,

  noted: ({ serial, formerUserLogin }: Token, report: Report): string => {
    const owner = formerUserLogin === undefined ? '' : ` It was last used by ${formerUserLogin}.`;
    return `Token ${serial} ${noted[report]}${owner} Okta is not concerned: nobody has it.`;
  },

  overtaken: (serial: string): string =>
    `Somebody else changed token ${serial} just now, so nothing was done with it. Look at its status.`,

  card: (count: number): readonly string[] =>
    count === 0 ? [] : [`For the other ${String(count)}, Okta has to change: a card asks for the approval.`],

  command: (
    word: ReportWord,
    reported: readonly { readonly token: Token; readonly reason: string }[],
  ): string => {
    const [first, ...others] = reported;
    const what = first === undefined ? '' : first.token.serial;
    if (others.length === 0) return [word, what, first?.reason ?? ''].filter((part) => part !== '').join(' ');
    return `${word} ${what} and ${String(others.length)} more`;
  },
} as const;

const standing: Readonly<Record<Token['state'], string>> = {
  stock: 'is in stock',
  assigned: 'is assigned to somebody',
  lost: 'is marked as lost already',
  faulty: 'is marked as faulty',
  retired: 'is retired for good',
};

const noted: Readonly<Record<Report, string>> = {
  lose: 'is marked as lost.',
  find: 'is found.',
  break: 'is marked as faulty.',
  return: 'is in stock again.',
  retire: 'is retired, and its seed is deleted.',
};
