import { describeAuthenticator } from './authenticator.ts';
import type { Authenticator, Factor, OktaUser } from './okta.ts';
import type { AskedRemoval, SourceRow } from './planned-row.ts';
import type { Report, Token } from './token.ts';

/** What a row will do, and what an approver should know about it. Plain text, to be escaped where it is shown. */
export const planText = {
  adminsHidden:
    'Okta does not let the bot see who is an administrator, so nobody is left out for that. Let its credential read roles (okta.roles.read).',

  enroll: (serial: string, user: OktaUser, authenticator: Authenticator) =>
    `Token ${serial} will be enrolled for ${user.login} under ${describeAuthenticator(authenticator)}.`,

  stock: (serial: string) => `Token ${serial} will be kept in stock until it is assigned.`,

  unenroll: (user: OktaUser, factor: Factor, token: Token | undefined) =>
    `The Custom OTP of ${user.login} (${token === undefined ? `${describeFactors([factor])}, whose serial the bot does not know` : `token ${token.serial}`}) will be removed.`,

  replace: ({ user, target, old, serial, authenticator }: Replacing) =>
    `Token ${serial} will be enrolled for ${user.login} under ${describeAuthenticator(authenticator)}, in place of ${old === undefined ? describeFactors([target]) : `token ${old.serial}`}, which is removed first and goes back in stock.`,

  noWayBack: (user: OktaUser) =>
    `The bot does not know the present token of ${user.login}: if Okta refuses the new one, it cannot bring the old one back.`,

  remove: (asked: AskedRemoval) =>
    `Token ${asked.serial} will be taken from ${asked.userLogin} and put back in stock: its factor ${asked.factorId} is removed, and no other.`,

  reported: ({ serial, userLogin, factorId, because = '' }: AskedRemoval, report: Report) =>
    `Token ${serial} will be taken from ${userLogin} (its factor ${factorId} is removed, and no other) and ${afterReport[report]}.${because === '' ? '' : ` Reason given: ${because}.`}`,

  notShown: ({ userLogin, factorId }: AskedRemoval) =>
    `Okta does not show the factor ${factorId} of ${userLogin} now; if it is gone, only the bot's memory changes, and if a policy hides it, it is removed.`,

  usedSince: (asked: AskedRemoval) =>
    `${asked.userLogin} has signed in with token ${asked.serial} since it was enrolled: without it they may be locked out.`,

  tryAgain: (source: SourceRow) =>
    `This is try ${String(source.tries + 1)}: the one before failed. ${source.outcome}`,

  matchedByEmail: (reference: string, user: OktaUser) =>
    `${reference} was found as an e-mail address; the Okta login is ${user.login}.`,

  unusualLength: (seedLength: number | undefined, chosen: Authenticator) =>
    `A secret key of ${String(seedLength)} bytes is unusual for ${chosen.algorithm}: try one token first.`,

  settingsDiffer: (known: Token) =>
    `Until now the bot knew token ${known.serial} with a time step of ${String(known.settings.timeStepSeconds)} s: try its code before handing it out.`,

  enrolledBefore: (known: Token) =>
    `The bot enrolled token ${known.serial} for this user before, but Okta no longer shows that factor.`,

  noAuthenticatorYet:
    'No single authenticator of the bot takes this token yet: it cannot be assigned until one does.',

  differentFactor: (remembered: Token) =>
    `The bot knows token ${remembered.serial} as assigned to this user, but Okta shows a different factor.`,

  onlyFactor: (user: Pick<OktaUser, 'login'>) =>
    `Okta shows no other active factor for ${user.login}, who may then be unable to sign in.`,
} as const;

/** What becomes of a token once Okta no longer accepts its codes. */
const afterReport: Readonly<Record<Report, string>> = {
  lose: 'marked as lost; the bot keeps its seed and remembers whose it is, so that it can be given back when it is found',
  find: 'given back to its owner',
  break: 'marked as faulty, so that nobody is given it',
  return: 'put back in stock',
  retire: 'retired: its seed is deleted for good, and it can never be assigned again',
};

interface Replacing {
  readonly user: OktaUser;
  readonly target: Factor;
  readonly old: Token | undefined;
  readonly serial: string;
  readonly authenticator: Authenticator;
}

/** What an approver should know about a user's status; empty where it is nothing. */
export const statusWarning = (user: OktaUser): string => statusWarnings.get(user.status)?.(user.login) ?? '';

const statusWarnings: ReadonlyMap<string, (login: string) => string> = new Map([
  [
    'LOCKED_OUT',
    (login: string) => `${login} is locked out in Okta: unlock the user before the token is tried.`,
  ],
  [
    'PASSWORD_EXPIRED',
    (login: string) => `The password of ${login} has expired: it must be changed at the next sign-in.`,
  ],
  [
    'RECOVERY',
    (login: string) => `${login} is recovering the account: that must end before the token can be used.`,
  ],
  ['PROVISIONED', (login: string) => `${login} has not finished activating the account yet.`],
  [
    'STAGED',
    (login: string) => `${login} is not activated in Okta yet: activate the user before the token is tried.`,
  ],
]);

/** Lines of a file that concern the same thing; `more` counts those not listed. */
export interface OtherLines {
  readonly lines: readonly number[];
  readonly more: number;
}

export const linesText = ({ lines, more }: OtherLines): string =>
  `${lines.length + more === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;

export const describeFactors = (factors: readonly Factor[]): string =>
  listed(factors.map((factor) => `"${factor.vendorName}", factor ${factor.id}`));

const listedAtMost = 5;

/** A list that says how many it leaves out. */
export function listed(items: readonly string[]): string {
  const more = items.length - listedAtMost;
  return items.slice(0, listedAtMost).join('; ') + (more > 0 ? `; and ${String(more)} more` : '');
}

/** What may be meant, and how many more there are. */
export function alternatives(items: readonly string[]): string {
  const more = items.length - listedAtMost;
  return items.slice(0, listedAtMost).join(' or ') + (more > 0 ? `, or one of ${String(more)} more` : '');
}
