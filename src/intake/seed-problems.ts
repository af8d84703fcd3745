import type { ProblemEntry } from './problem-entry.ts';

const fromVendor = "Copy the secret key again from the vendor's file, without opening it in a spreadsheet.";

/** What can be wrong with a secret key; nothing of this ever shows any of it. */
export const seedProblems = {
  seed_missing: {
    means: 'The row has no secret key.',
    expected: 'a secret key in base32 or hexadecimal',
    mend: "Copy it from the vendor's file.",
  },
  seed_character: {
    means: 'The secret key holds a character that neither base32 nor hexadecimal has.',
    expected: 'base32 (A to Z and 2 to 7) or hexadecimal (0 to 9 and A to F)',
    mend: fromVendor,
  },
  seed_encoding: {
    means: 'The secret key could be base32 as well as hexadecimal, and nothing else in the file tells which.',
    expected: 'a heading that says which, "secret key (hex)" or "secret key (base32)"',
    mend: 'Ask the vendor how the keys are written, correct the heading in a text editor, and drop the file again.',
  },
  seed_rounded: {
    means: 'A spreadsheet program took the secret key for a number and rounded it; the key is lost.',
    expected: 'every character of the secret key',
    mend: 'The file went through a spreadsheet program: ask the vendor for it again, and edit it only in a text editor.',
  },
  seed_cut: {
    means: 'The secret key has a length that its encoding cannot have: a character was lost or added.',
    expected: 'a whole secret key',
    mend: fromVendor,
  },
  seed_published: {
    means: 'The secret key stands in a standard or in the examples of other programs: everybody knows it.',
    expected: 'a secret key that only the vendor and the token know',
    mend: 'This is a sample: ask the vendor for the file of your own tokens.',
  },
  seed_repeated: {
    means: 'The secret key is the same few bytes over and over, such as zeros: it was never made at random.',
    expected: 'a secret key made at random',
    mend: 'Ask the vendor for the right key; do not hand out this token before it has come.',
  },
  seed_too_short: {
    means: 'The secret key is shorter than 14 bytes, too short to be safe.',
    expected: '14 bytes or more, usually 20',
    mend: 'Check that the key is whole; if it is, ask the vendor for a token with a longer one.',
  },
  seed_too_long: {
    means: 'The secret key is longer than any token holds.',
    expected: 'at most 128 bytes',
    mend: fromVendor,
  },
  seed_short: {
    means: 'A warning: the secret key is shorter than the 20 bytes that are usual.',
    expected: '20 bytes or more',
    mend: 'Check that the key is whole, and try one token first.',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
