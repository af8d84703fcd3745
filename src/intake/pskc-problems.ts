import type { ProblemEntry } from './problem-entry.ts';

const askForPskc = 'Ask the vendor for a PSKC file with a pre-shared key or a password, or for the CSV file.';

/** What can be wrong with a PSKC file or with a key in it, beyond what is wrong with any list of tokens. */
export const pskcProblems = {
  xml_declarations: {
    means:
      'The XML brings declarations of its own (a DOCTYPE or an ENTITY), which can make a reader fetch other files.',
    expected: 'XML without a DOCTYPE',
    mend: 'Ask the vendor for a file without one; no PSKC file needs it.',
  },
  xml_broken: {
    means: 'The XML is cut off or damaged.',
    expected: 'well-formed XML',
    mend: 'Download the file again, and ask the vendor for it again if that does not help.',
  },
  xml_crowded: {
    means: 'The XML has more elements, or elements deeper inside each other, than a list of tokens needs.',
    expected: 'at most 200000 elements, and 64 inside each other',
    mend: 'Ask the vendor for several smaller files.',
  },
  pskc_empty: {
    means: 'The PSKC file holds no key package.',
    expected: 'a KeyPackage for each token',
    mend: 'Ask the vendor for the file with the keys in it.',
  },
  pskc_certificate: {
    means:
      'The keys of the PSKC file are encrypted to a certificate, whose private key the bot does not have.',
    expected: 'a pre-shared key or a password',
    mend: askForPskc,
  },
  pskc_derivation: {
    means:
      'The key of the PSKC file is derived from the password in a way the bot does not know, or in several ways.',
    expected:
      'PBKDF2 with HMAC of SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512, a salt and one iteration count',
    mend: askForPskc,
  },
  pskc_costly: {
    means: 'Deriving the key of the PSKC file from its password takes more work than the bot spends on one.',
    expected: 'an iteration count from 1 to 2000000',
    mend: 'Ask the vendor for a file with an iteration count in that range.',
  },
  pskc_cipher: {
    means: 'The key is encrypted with a cipher the bot does not know.',
    expected: 'AES (CBC, GCM or key wrap) with 128, 192 or 256 bits, or Triple DES in CBC',
    mend: askForPskc,
  },
  pskc_mac_method: {
    means: 'The check value of the keys is made with a method the bot does not know.',
    expected: 'HMAC with SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512',
    mend: askForPskc,
  },
  pskc_undecipherable: {
    means: 'The key could not be decrypted, though others in the file could.',
    expected: 'a key encrypted like the others',
    mend: 'Ask the vendor for this token again; the file may have been damaged or changed.',
  },
  pskc_mac: {
    means: 'The key does not match its check value (MAC), though others in the file do.',
    expected: 'the check value in the file',
    mend: 'Ask the vendor for this token again; the file may have been damaged or changed.',
  },
  pskc_mac_missing: {
    means:
      'A warning: the encrypted key has no check value (MAC), so nobody can tell whether it was changed.',
    expected: 'a ValueMAC beside the encrypted key',
    mend: 'Try one token before the others are approved.',
  },
  pskc_secret: {
    means: 'The secret of the key is not base64.',
    expected: 'the bytes of the key in base64',
    mend: 'Ask the vendor for this token again.',
  },
  pskc_pin: {
    means: 'The key is a PIN and no key of a token that makes codes.',
    expected: 'a time-based token (TOTP)',
    mend: 'Leave it out; Okta keeps no PINs of tokens.',
  },
  pskc_encoding: {
    means: "The token's codes are not plain decimal digits, or the last one is a check digit.",
    expected: 'ResponseFormat with Encoding="DECIMAL" and without check digits',
    mend: 'Leave this token out, and ask the vendor for one with decimal codes.',
  },
  pskc_policy: {
    means: 'The file restricts how the key may be used, in a way that Okta would not respect.',
    expected: 'a key for one-time passwords, without a PIN inside the code and without a number of uses',
    mend: 'Leave this token out, or ask the vendor for the file without that policy.',
  },
  pskc_other_keys: {
    means: 'A warning: the token has other keys beside the time-based one; they are left out.',
    expected: 'one time-based key per token',
    mend: 'Check that the token shows its time-based code first.',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
