import type { ProblemEntry } from './problem-entry.ts';

const again = 'Drop the file as it was sent; if that is this one, ask the sender to encrypt it again.';

/** What can be wrong with an encrypted file before there is anything to read in it. */
export const sealedProblems = {
  sealed_other_key: {
    means: "The file is encrypted, and none of the keys it is encrypted to is the bot's.",
    expected: "a file encrypted to the bot's public key",
    mend: 'Give the sender the public key that the command `key` shows, and compare the fingerprint.',
  },
  sealed_damaged: {
    means: 'The encrypted file is damaged, cut off, or was changed on its way.',
    expected: 'a whole encrypted file',
    mend: again,
  },
  sealed_too_large: {
    means: 'The encrypted file unpacks to more than the bot reads.',
    expected: 'a smaller file',
    mend: 'Split the file before it is encrypted, each part with the heading line.',
  },
  sealed_unprotected: {
    means:
      'The encrypted file has no protection against changes, so nobody can tell whether its keys are right.',
    expected: 'an OpenPGP message with integrity protection',
    mend: 'Ask the sender to encrypt it with a current program; any since 2010 protects by default.',
  },
  sealed_not_a_message: {
    means: 'The file is an OpenPGP key, a signature, or a message that is only signed.',
    expected: 'an encrypted file',
    mend: 'Drop the encrypted file itself.',
  },
  sealed_costly: {
    means: 'The passphrase of the file takes more work to check than the bot spends on one.',
    expected: 'a work factor of at most 18, as age chooses it',
    mend: "Encrypt it with the program's default, or to the bot's public key.",
  },
  sealed_twice: {
    means: 'Inside the encrypted file is another encrypted file.',
    expected: 'one layer of encryption',
    mend: 'Ask the sender to encrypt the list itself, once.',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;

export type SealedProblemCode = keyof typeof sealedProblems;
