import { describeAuthenticator, describeToken } from './authenticator.ts';
import { problemSentence, type InputProblem } from './intake.ts';
import type { Authenticator, Factor, OktaUser } from './okta.ts';
import { alternatives, describeFactors, linesText, listed, type OtherLines } from './plan-text.ts';
import type { AskedRemoval, Finding } from './planned-row.ts';
import type { Verdict } from './row.ts';
import type { Token, TokenSettings } from './token.ts';

const finding = (verdict: Verdict, reason: string): Finding => ({ verdict, reason });

/** Every sentence that keeps a row from running: what is the matter, and what to do about it. Plain text. */
export const reasons = {
  badRow: (problems: readonly InputProblem[]) => finding('bad_row', problems.map(problemSentence).join(' ')),

  duplicateSerial: (serial: string, others: OtherLines) =>
    finding(
      'duplicate_serial',
      `Serial ${serial} stands in ${linesText(others)} too, so it is not clear which row is meant. Keep one row for this token and drop the file again.`,
    ),

  seedTwiceInFile: (serial: string, others: OtherLines) =>
    finding(
      'seed_reused',
      `The secret key of token ${serial} stands in ${linesText(others)} too, under another serial. Two tokens never share one: ask the vendor for a correct file.`,
    ),

  seedKnown: (serial: string, known: Token) =>
    finding(
      'seed_reused',
      `The secret key of token ${serial} is the one the bot already knows as token ${known.serial}. Two tokens never share one: compare the serials on the devices with the vendor's file.`,
    ),

  seedMismatch: (known: Token) =>
    finding(
      'seed_mismatch',
      `The bot already knows token ${known.serial} with a different secret key. Ask the vendor which is right; one of the two files is wrong, or the token was reprogrammed.`,
    ),

  duplicateUser: (others: OtherLines) =>
    finding(
      'duplicate_user',
      `The same Okta user stands in ${linesText(others)} too, and a user can have only one Custom OTP. Keep one row for this user and drop the file again.`,
    ),

  userUnknown: (reference: string, similar: readonly string[]) =>
    finding(
      'user_unknown',
      `Okta has no user with the login or e-mail address ${reference}. ${similar.length > 0 ? `Did you mean ${alternatives(similar)}?` : "Look the user up in Okta's console and write the login as it stands there."}`,
    ),

  userAmbiguous: (reference: string, users: readonly OktaUser[]) =>
    finding(
      'user_ambiguous',
      `${reference} fits ${String(users.length)} Okta users: ${listed(users.map((user) => user.login))}. Write the login of the one you mean.`,
    ),

  userInactive: (user: OktaUser) =>
    finding(
      'user_inactive',
      user.status === 'DEPROVISIONED'
        ? `${user.login} is DEPROVISIONED in Okta, and Okta neither shows nor changes the factors of a deactivated user. Activate the user first, or leave the row out.`
        : `${user.login} is ${user.status} in Okta. Make the user active there first, or leave the row out.`,
    ),

  userProtected: (login: string) =>
    finding(
      'user_protected',
      `${login} has an administrator role in Okta, and the bot changes no factor of an administrator: with one, somebody could take the org over. Change it in Okta's console.`,
    ),

  userUnreadable: (who: string) =>
    finding(
      'user_unreadable',
      `Okta did not let the bot read the user or the factors of ${who}. Check that the credential's role covers this user, then ask again.`,
    ),

  serialUnknown: (serial: string) =>
    finding(
      'serial_unknown',
      `The bot knows no token with the serial ${serial}. Compare it with the back of the device, or drop the vendor's file first.`,
    ),

  serialUnusable: (known: Token) =>
    finding(
      'serial_unusable',
      `Token ${known.serial} is marked as ${known.state}. Take another token${known.state === 'lost' ? ', or mark this one as found if it turned up' : ''}.`,
    ),

  seedGone: (known: Token) =>
    finding(
      'serial_unusable',
      `The seed of token ${known.serial} was deleted once it had been enrolled (SEED_RETENTION). Drop the vendor's file with the new user in its row.`,
    ),

  serialTaken: (known: Token, command: string) =>
    finding(
      'serial_taken',
      `Token ${known.serial} is assigned to ${holderOf(known)}. Take another token, or run \`${command} revoke ${holderOf(known)}\` first.`,
    ),

  hasOtherFactor: (user: OktaUser, factors: readonly Factor[], held: Token | undefined, command: string) =>
    finding(
      'has_other_factor',
      `${user.login} already has a Custom OTP (${held === undefined ? describeFactors(factors) : `token ${held.serial}`}), and Okta allows one per user. Run \`${command} revoke ${user.login}\` first, then ask again.`,
    ),

  severalFactors: (user: OktaUser, factors: readonly Factor[]) =>
    finding(
      'has_other_factor',
      `Okta shows ${String(factors.length)} Custom OTP factors for ${user.login} (${describeFactors(factors)}), and the bot does not choose between them. Remove the wrong one in Okta's console, then ask again.`,
    ),

  alreadyEnrolled: (known: Token) =>
    finding(
      'already_enrolled',
      `Token ${known.serial} is already assigned to ${holderOf(known)}. There is nothing to do.`,
    ),

  alreadyInStock: (known: Token) =>
    finding(
      'already_in_stock',
      `Token ${known.serial} is already in stock with the same secret key. There is nothing to do.`,
    ),

  factorGone: (asked: AskedRemoval, another: readonly Factor[]) =>
    finding(
      'nothing_to_revoke',
      `Okta no longer shows the factor ${asked.factorId} of ${asked.userLogin}, so there is nothing to take back. ${another.length === 0 ? "If codes of the token still sign in, look in Okta's console." : `Another one is there (${describeFactors(another)}) and stays.`}`,
    ),

  factorOfAnotherKind: (asked: AskedRemoval) =>
    finding(
      'has_other_factor',
      `Okta shows the factor ${asked.factorId} of ${asked.userLogin}, but no longer as a Custom OTP, so it is left alone. Look at it in Okta's console.`,
    ),

  movedOn: (asked: AskedRemoval, token: Token | undefined) =>
    token?.userId === undefined
      ? finding(
          'nothing_to_revoke',
          `Token ${asked.serial} was taken from ${asked.userLogin} after this plan had run${token === undefined ? '' : `, and is ${token.state === 'stock' ? 'in stock' : token.state} now`}. There is nothing left to take back.`,
        )
      : finding(
          token.userId === asked.userId ? 'nothing_to_revoke' : 'serial_taken',
          token.userId === asked.userId
            ? `Token ${asked.serial} was enrolled anew for ${asked.userLogin} after this plan had run, and that stays.`
            : `Token ${asked.serial} belongs to ${holderOf(token)} by now, and that stays.`,
        ),

  nothingToRevoke: (user: OktaUser, held: Token | undefined) =>
    finding(
      'nothing_to_revoke',
      `Okta shows no Custom OTP factor for ${user.login}. ${held === undefined ? '' : `The bot knows token ${held.serial} as assigned to this user. `}Okta's list may hide factors by policy: if codes still sign in, look in Okta's console.`,
    ),

  noAuthenticator: (settings: TokenSettings, seedLength: number | undefined, all: readonly Authenticator[]) =>
    finding(
      'no_authenticator',
      `No active Custom OTP authenticator takes this token (${describeToken(settings, seedLength)}). ${offered(all)} Add a fitting one in Okta and to OKTA_AUTHENTICATOR_ID, or correct the file.`,
    ),

  authenticatorAmbiguous: (
    settings: TokenSettings,
    seedLength: number | undefined,
    fitting: readonly Authenticator[],
  ) =>
    finding(
      'authenticator_ambiguous',
      `Several authenticators would take this token (${describeToken(settings, seedLength)}): ${listed(fitting.map(describeAuthenticator))}. Okta would accept the wrong one and then refuse every code: name only the right one in OKTA_AUTHENTICATOR_ID.`,
    ),
} as const;

const holderOf = (token: Token): string => token.userLogin ?? 'somebody else';

const offered = (all: readonly Authenticator[]): string =>
  all.length === 0
    ? 'The bot has no authenticator at all.'
    : `The bot has ${listed(all.map((one) => describeAuthenticator(one) + (one.active ? '' : ', not active')))}.`;
