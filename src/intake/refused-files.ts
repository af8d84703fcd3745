import { csvAgain, type ProblemEntry } from './problem-entry.ts';

/** Kinds of files that are known by their content and not read, each with what to ask for instead. */
export const refusedFiles = {
  file_spreadsheet: {
    means: 'The file is a workbook of a spreadsheet program.',
    expected: 'a CSV file',
    mend: 'Drop the CSV file of the vendor; a spreadsheet program also damages long serials.',
  },
  file_packed: {
    means: 'The file is an archive (zip, gzip, 7z or rar).',
    expected: 'a CSV file',
    mend: 'Unpack it and drop the CSV file.',
  },
  file_zip_locked: {
    means:
      'The file is a zip with a password. The encryption of zips is weak, and its password would travel beside it.',
    expected: "a file encrypted to the bot's public key, or a CSV file",
    mend: 'Ask the vendor for the file encrypted with OpenPGP to the key that the command `key` shows.',
  },
  file_document: {
    means: 'The file is a document (PDF or RTF).',
    expected: 'a CSV file',
    mend: 'Ask the vendor for the CSV file; keys typed from a document are typed wrong.',
  },
  file_image: {
    means: 'The file is a picture.',
    expected: 'a CSV file',
    mend: 'Delete the picture if a key can be read in it, and ask the vendor for the CSV file.',
  },
  file_json: {
    means: 'The file is JSON.',
    expected: 'a CSV file or PSKC',
    mend: 'Ask the vendor for the CSV file for Azure MFA; no two vendors write the same JSON.',
  },
  file_yubico: {
    means:
      'The file is a list of YubiKeys with Yubico OTP or HOTP, which Okta takes elsewhere and not as Custom OTP.',
    expected: 'time-based hardware tokens (TOTP)',
    mend: 'Upload it in the Okta Admin Console under Security, Authenticators, YubiKey OTP.',
  },
  file_molto: {
    means: 'The file is a list of profiles for a programmable token (Molto-2): it has no serials.',
    expected: 'a serial for each secret key',
    mend: 'Make a CSV file with the columns serial number, secret key and timeinterval, one line per profile in use.',
  },
  file_html: {
    means: 'The file is a web page.',
    expected: 'a CSV file',
    mend: "Sign in to the vendor's site and download the file itself, not the page.",
  },
  file_xml: {
    means: 'The file is XML of another kind than PSKC, such as the lists of SafeNet, Gemalto or RSA.',
    expected: 'a PSKC file (KeyContainer), or a CSV file',
    mend: 'Ask the vendor for the CSV file for Azure MFA, or for PSKC (RFC 6030).',
  },
  file_binary: {
    means: 'The file is not text.',
    expected: 'a CSV file',
    mend: csvAgain,
  },
  file_utf16: {
    means: 'The file is text in UTF-16 and breaks off in the middle of a character: its end is missing.',
    expected: 'the whole file',
    mend: 'Download it again, or save it as "CSV UTF-8".',
  },
  file_not_utf8: {
    means: 'The text of the file is in an encoding that the bot cannot tell, or in two at once.',
    expected: 'text encoded as UTF-8',
    mend: 'Open the file the vendor sent in a text editor, save it with the encoding UTF-8, and compare names with accents.',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
