import type { RejectReason } from './okta.ts';
import type { Row } from './row.ts';
import type { Report } from './token.ts';

/** The sentences in which a row's end is told: what happened, to whom, and what to do next. Plain text, not yet escaped. */
export const outcomeText = {
  enrolled: (row: Row) =>
    `Token ${row.serial} is enrolled for ${row.userLogin}. Hand it over and let them sign in once with the code it shows.`,

  replaced: (row: Row) =>
    `Token ${row.serial} is enrolled for ${row.userLogin} in place of ${oldToken(row)}. Hand it over, let them sign in once with the code it shows, and collect the old one.`,

  restored: (row: Row) =>
    `${row.outcome} The old token, ${row.oldSerial ?? ''}, is enrolled for ${row.userLogin} again, so its codes work as before.`,

  noOldSeed: (row: Row) => `The bot does not hold the seed of ${oldToken(row)}, so it cannot enrol it again.`,

  withoutToken: (row: Row, why: string) =>
    `${why} Attention: ${oldToken(row)} of ${row.userLogin} was removed for this, so ${row.userLogin} may have no token now. Open the user in Okta's console at once; if no Custom OTP is there, assign a token.`,

  notActive: (row: Row, status: string) =>
    `Okta stored the factor of ${row.userLogin} as ${status}, so it does not accept codes of token ${row.serial}. Revoke it, then assign the token again.`,

  stocked: (row: Row) => `Token ${row.serial} is in stock. Assign it to somebody when you hand it out.`,

  unenrolled: (row: Row) =>
    `The Custom OTP factor of ${row.userLogin} is removed; its codes no longer sign in. ${collect(row)}`,

  alreadyGone: (row: Row) => `Okta no longer had the Custom OTP factor of ${row.userLogin}. ${collect(row)}`,

  foreign: (row: Row, factorIds: readonly string[]) =>
    `Okta shows a Custom OTP factor for ${row.userLogin} (${factorIds.join(', ')}) that this batch cannot prove to be its own, so it was left alone. ` +
    `Let ${row.userLogin} try the code of token ${row.serial}: if it works, all is well; if not, revoke and assign again.`,

  lostForGood: (row: Row) =>
    `Okta's answers were lost ${String(row.lost)} times and it shows no Custom OTP factor for ${row.userLogin}, which does not prove that there is none. ` +
    `Open the user in Okta's console: if a factor is there, let ${row.userLogin} try the code of token ${row.serial}; if there is none, assign the token again.`,

  foundLater: (row: Row) =>
    `Okta now shows the Custom OTP factor that this batch made for ${row.userLogin}: token ${row.serial} is enrolled after all. Nothing more is to be done than to hand it over.`,

  onlyInLog: (row: Row, at: number) =>
    `Okta's answer was lost. Its System Log says that a Custom OTP was activated for ${row.userLogin} at ${utcMinute(at)}, but its list of factors does not show it, so nothing was asked again. ` +
    `Let ${row.userLogin} try the code of token ${row.serial}: if it works, all is well; if not, look at the user in Okta's console.`,

  inDoubt: (row: Row) =>
    row.action === 'unenroll'
      ? `Okta's answer was lost, so it is not known whether the factor of ${row.userLogin} was removed. Look in Okta's console, or revoke again later.`
      : `Okta's answer was lost, so it is not known whether token ${row.serial} was enrolled for ${row.userLogin}. ` +
        `Look in Okta's console: if a Custom OTP factor is there, let ${row.userLogin} try the token's code; if there is none, assign the token again.`,

  removalLost: (row: Row) =>
    `The factor of ${row.userLogin} was to be removed, and ${String(row.lost)} answers of Okta were lost. It may still be there: look in Okta's console, or revoke again later.`,

  maybeAlreadySetUp: (row: Row) =>
    `An earlier answer of Okta was lost, and now Okta says that ${row.userLogin} already has a Custom OTP factor. It may be token ${row.serial}: ` +
    `let ${row.userLogin} try its code. If it works, all is well; if not, remove the factor in Okta's console and assign again.`,

  alreadySetUp: (row: Row) =>
    `Okta says that ${row.userLogin} already has a Custom OTP factor, and a user can have only one. ` +
    `Okta may hide it from the bot by policy: look in Okta's console, remove it, then assign token ${row.serial} again.`,

  unreadable: (row: Row) =>
    `Okta's answer for ${row.userLogin} was lost and the bot may no longer look at this user (deactivated, deleted, or out of the credential's reach). ` +
    `Open the user in Okta's console and see whether a Custom OTP factor is there.`,

  changed: (row: Row, what: string) =>
    `${what} ${untouched(row)} This is not what was approved. Look at the user in Okta, then ask again.`,

  tokenTaken: (row: Row, conflict: TokenConflict) =>
    `${conflicts[conflict](row)} ${untouched(row)} Look the token up with the status command, then ask again.`,

  userProtected: (row: Row) =>
    `${row.userLogin} has been given an administrator role in Okta since the plan was made, and the bot changes no factor of an administrator. ${untouched(row)} Change it in Okta's console.`,

  authenticatorGone: (row: Row) =>
    `Okta no longer shows the authenticator ${row.authenticatorId} as active, so token ${row.serial} was not enrolled. Activate it in Okta or correct OKTA_AUTHENTICATOR_ID, then assign again.`,

  fault: (row: Row) =>
    `A fault in the bot itself kept it from working on this row. ${untouched(row)} Look in the bot's log for the row ${row.id}, then ask again.`,

  faultInDoubt: (row: Row) =>
    `Okta's answer for ${row.userLogin} was lost, and a fault in the bot itself keeps it from looking. Look in the bot's log for the row ${row.id}, and in Okta's console whether a Custom OTP factor is there.`,

  cancelled: (row: Row) =>
    `The batch was stopped before this row was reached. Nothing was done for ${row.userLogin === '' ? `token ${row.serial}` : row.userLogin}.`,

  credential:
    'Okta refuses the credential of the bot. No row has failed. Run `npm run doctor` to see what is wrong, mend it, then press Resume.',
} as const;

/** What another batch did with a token between the plan of this one and its run. */
export type TokenConflict = 'serial_taken' | 'serial_unusable' | 'seed_reused' | 'seed_mismatch';

const conflicts: Readonly<Record<TokenConflict, (row: Row) => string>> = {
  serial_taken: (row) =>
    `Since this was planned, token ${row.serial} was taken in or given to somebody by another batch.`,
  serial_unusable: (row) =>
    `Since this was planned, token ${row.serial} was marked as lost, faulty or retired.`,
  seed_reused: (row) =>
    `Since this was planned, the seed of token ${row.serial} came in under another serial.`,
  seed_mismatch: (row) => `Since this was planned, serial ${row.serial} came in with another seed.`,
};

const utcMinute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const oldToken = (row: Row): string =>
  row.oldSerial === undefined ? 'the old token' : `token ${row.oldSerial}`;

const untouched = (row: Row): string =>
  row.lost > 0
    ? `An earlier answer of Okta was lost, so look in Okta's console whether a factor of ${row.userLogin} is there.`
    : `Nothing was done for ${row.userLogin === '' ? `token ${row.serial}` : row.userLogin}.`;

const collect = (row: Row): string =>
  row.serial === '' ? 'Collect the token.' : `Token ${row.serial} ${becomes[row.report ?? 'return'](row)}`;

const becomes: Readonly<Record<Report, (row: Row) => string>> = {
  lose: (row) => `is marked as lost. If ${row.userLogin} needs another one, assign it.`,
  find: () => 'is given back.',
  break: (row) => `is marked as faulty. Give ${row.userLogin} another one.`,
  return: () => 'is back in stock: collect it.',
  retire: () => 'is retired and its seed is deleted.',
};

type RowReason = Exclude<RejectReason, 'credential' | 'already_set_up'>;

const refusals: Readonly<Record<RowReason, (row: Row) => string>> = {
  permission: (row) =>
    `The bot's Okta credential may not change ${row.userLogin}. Give its role this user's authenticators (administrators need a higher role), then ask again.`,
  not_allowed_by_policy: (row) =>
    `The enrolment policy that applies to ${row.userLogin} does not allow this authenticator. Make it optional or required there, then ask again.`,
  user_status: (row) =>
    `Okta does not do this in the present status of ${row.userLogin}. Mend the account in Okta, then ask again.`,
  not_found: (row) =>
    `Okta no longer knows ${row.userLogin}, or the authenticator. Check both in Okta's console, then ask again.`,
  invalid: (row) =>
    `Okta refused the request for ${row.userLogin}. Run \`npm run doctor\` to check the authenticator, then ask again.`,
  wrong_code: (row) => `Okta did not accept the code for ${row.userLogin}.`,
  code_reused: (row) => `Okta has already seen this code of ${row.userLogin}. Wait for the next one.`,
  code_outside_window: (row) => `The clock of token ${row.serial} is outside the window that Okta accepts.`,
  user_locked: (row) => `The account of ${row.userLogin} is locked in Okta. Unlock it there, then ask again.`,
};

/** Why Okta refused this row, in our words first and then in Okta's. */
export function refusalText(row: Row, reason: RowReason, summary: string): string {
  return refusals[reason](row) + (summary === '' ? '' : ` Okta says: ${summary}`);
}
