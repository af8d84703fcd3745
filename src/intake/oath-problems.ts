import type { ProblemEntry } from './problem-entry.ts';

/** What can be wrong with a row that tells the kind of its token, beyond what is wrong with any row. */
export const oathProblems = {
  type_missing: {
    means:
      'A list of serial and key alone does not say what kind of token it is for; its format means HOTP then.',
    expected: 'totp in the third column, and the digits and the time step behind it',
    mend: 'Where the tokens show a new code every 30 or 60 seconds, ask the vendor for a list with type, digits and time step; Okta takes no others.',
  },
  type_event: {
    means:
      'The token makes a new code at each press of its button (HOTP); a Custom OTP factor of Okta takes time-based ones only.',
    expected: 'a time-based token (TOTP)',
    mend: 'Leave this token out, and ask the vendor for time-based ones.',
  },
  type_challenge: {
    means: 'The token answers a challenge (OCRA); a Custom OTP factor of Okta takes time-based ones only.',
    expected: 'a time-based token (TOTP)',
    mend: 'Leave this token out, and ask the vendor for time-based ones.',
  },
  type_unknown: {
    means: 'The row names a kind of token that the bot does not know.',
    expected: 'totp',
    mend: 'Check the row with the vendor; only time-based tokens (TOTP) can be used.',
  },
  key_not_hex: {
    means: 'The key of a list without headings is not written in hexadecimal.',
    expected: 'pairs of the digits 0 to 9 and the letters A to F',
    mend: "Copy the key again from the vendor's list, or put a heading line over it that names its columns.",
  },
  digits_unknown: {
    means: 'The number of digits is none that Okta offers.',
    expected: '6, 8 or 10',
    mend: "Write how many digits the token shows, as the vendor's data sheet says.",
  },
  algorithm_unknown: {
    means: 'The algorithm is none that Okta offers.',
    expected: 'SHA1, SHA256 or SHA512',
    mend: "Write the algorithm of the token, as the vendor's data sheet says.",
  },
  step_assumed: {
    means: 'A warning: the row has no time step, and this format means 30 seconds then.',
    expected: '15, 30 or 60',
    mend: 'Check on one token how long it shows a code before this is approved.',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
