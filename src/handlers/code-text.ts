import { unreachable } from '../domain/errors.ts';
import { clockText, monthOf } from './clock-text.ts';
import type { Token } from '../domain/token.ts';
import type { Proof } from './prove.ts';
import type { Hits } from './whois.ts';

/** What people are told about codes. Plain text, to be escaped where it is shown. */
export const codeText = {
  oktaAway: 'Okta could not be asked now, so nothing was tried. Try again in a minute.',
  sameTwice:
    'These are the same code twice. Wait until the token shows the next one, then give both in the order in which it showed them.',
  noToken: (typed: string) => `No token is known as ${typed}.`,
  noUser: (typed: string) => `Okta has no user with the login or e-mail address ${typed}.`,
  severalUsers: (typed: string, logins: readonly string[]) =>
    `${typed} fits several Okta users: ${logins.slice(0, 5).join(', ')}. Write the login of the one you mean.`,
  noFactor: (login: string, several: boolean) =>
    several
      ? `Okta shows several Custom OTP factors for ${login}, and the bot does not choose between them.`
      : `The bot knows no token of ${login}, and Okta shows no Custom OTP factor.`,

  /** After a try without Okta. */
  tried(token: Token, proof: Proof, others: Hits | undefined): string {
    if (proof.kind === 'fits')
      return `Token ${token.serial} is right: ${clockText(proof.aheadMs)}, and Okta would accept its codes. ${forecast(token)}`.trimEnd();
    if (proof.kind === 'outside')
      return `This is a code of token ${token.serial}, but ${clockText(proof.aheadMs)}, more than Okta accepts. Do not hand it out.`;
    return common(`token ${token.serial}`, proof, others);
  },

  /** After Okta was asked, or could be spared it. */
  proven(login: string, token: Token | undefined, proof: Proof, others: Hits | undefined): string {
    const what = token === undefined ? `The Custom OTP of ${login}` : `Token ${token.serial} of ${login}`;
    if (proof.kind === 'works')
      return `${what} works: Okta accepted the code${token === undefined ? '' : `, and ${clockText(proof.aheadMs)}`}.`;
    if (proof.kind === 'outside')
      return `${what} is the right one, but ${clockText(proof.aheadMs)}, more than Okta accepts. Replace it, or enrol it under an authenticator with a wider window.`;
    return common(`${what.charAt(0).toLowerCase()}${what.slice(1)}`, proof, others);
  },

  whois({ tokens, looked, byChance }: Hits, codes: number): string {
    const odds = `Among ${looked.toLocaleString('en')} tokens, ${codes === 1 ? 'a code' : 'a pair of codes'} fits a wrong one by chance ${chance(byChance)}.`;
    if (tokens.length === 0)
      return `No token whose seed the bot holds shows ${codes === 1 ? 'this code' : 'these codes'} now. ${odds}`;
    const named = tokens.map(describe).join('; ');
    const more = codes === 1 ? ' Give the next code of the token as well to be sure.' : '';
    return tokens.length === 1
      ? `This is ${named}. ${odds}${more}`
      : `It may be one of these: ${named}. ${odds}${more}`;
  },
} as const;

function common(what: string, proof: Proof, others: Hits | undefined): string {
  switch (proof.kind) {
    case 'used':
      return `This code of ${what} was used already, or is older than one that was. Wait for the next one.`;
    case 'wrong':
      return `This is not a code of ${what}, within half an hour of now.${elsewhere(others)} Okta was not asked, so nothing counts against the user.`;
    case 'no_seed':
      return `The bot holds no seed of ${what}, so it cannot tell.`;
    case 'near_lock':
      return `Okta was not asked: ${String(proof.tries)} tries for this user have failed already, and a few more lock the account. Let them sign in once with a right code first.`;
    case 'okta_refuses':
      return refused(what, proof);
    case 'no_answer':
      return `Okta did not answer, so it is not known whether ${what} works.${proof.counted ? ' Okta may have counted the try.' : ''} Try again with the next code.`;
    case 'works':
    case 'fits':
    case 'outside':
      return `The code of ${what} fits the seed that the bot holds.`;
    default:
      return unreachable(proof);
  }
}

function refused(what: string, { reason, summary }: Extract<Proof, { kind: 'okta_refuses' }>): string {
  const said = summary === '' ? '' : ` Okta says: ${summary}`;
  if (reason === 'wrong_code')
    return `The code is right by the seed that the bot holds for ${what}, but Okta refuses it: Okta was given another seed, or the authenticator's settings differ. Revoke it and assign it again.${said}`;
  if (reason === 'user_locked')
    return `The account is locked in Okta, so ${what} was not tried. Unlock it there first.${said}`;
  if (reason === 'not_found')
    return `Okta no longer knows the factor of ${what}: it was removed elsewhere. Assign it again.${said}`;
  return `Okta would not try the code of ${what}.${said}`;
}

function elsewhere(others: Hits | undefined): string {
  const [first] = others?.tokens ?? [];
  if (others === undefined || first === undefined) return '';
  return ` It is a code of ${describe(first)}: are two tokens swapped? (A wrong one would fit by chance ${chance(others.byChance)}.)`;
}

const describe = ({ serial, state, userLogin, model }: Token): string =>
  `token ${serial}${model === '' ? '' : ` (${model})`}, ${userLogin === undefined ? state : `assigned to ${userLogin}`}`;

const chance = (expected: number): string =>
  expected < 1e-6
    ? 'less than once in a million'
    : `once in ${Math.max(1, Math.round(1 / expected)).toLocaleString('en')}`;

const forecast = ({ leavesAt }: Token): string =>
  leavesAt === undefined ? '' : `It will leave Okta's window about ${monthOf(leavesAt)}.`;
