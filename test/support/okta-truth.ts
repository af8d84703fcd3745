import type { LocalOkta } from '../../sandbox/okta/server.ts';
import type { JournalEntry } from '../../sandbox/okta/journal.ts';
import type { FactorRecord } from '../../sandbox/okta/world.ts';
import type { Device } from '../support/vendor.ts';

const factorsRoute = '/api/v1/users/{userId}/factors';
export const enrolRoute = `POST ${factorsRoute}`;
export const listRoute = `GET ${factorsRoute}`;
export const logsRoute = 'GET /api/v1/logs';
export const removeRoute = `DELETE ${factorsRoute}/{factorId}`;

/** Requests that Okta got on a route, in the order in which they came. */
export const requestsOn = (okta: LocalOkta, route: string): readonly JournalEntry[] =>
  okta.journal.filter((entry) => `${entry.method} ${entry.route ?? ''}` === route);

/** The Custom OTP factors that Okta really holds for a user, hidden or not. */
export const factorsOf = (okta: LocalOkta, login: string): readonly Readonly<FactorRecord>[] =>
  [...okta.world.factors.values()].filter(
    (factor) =>
      factor.factorType === 'token:hotp' && okta.world.users.get(factor.userId)?.profile.login === login,
  );

/** Whether Okta holds exactly one Custom OTP for the device's user, with the device's own secret. */
export function isEnrolled(okta: LocalOkta, { user, seed }: Device): boolean {
  const [factor, second] = factorsOf(okta, user);
  if (factor === undefined || second !== undefined) return false;
  return Buffer.from(okta.world.secretOf(factor.id) ?? []).equals(bytesOf(seed));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export function bytesOf(base32: string): Buffer {
  const bits = base32.replaceAll(/[A-Z2-7]/gu, (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
