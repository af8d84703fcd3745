import type { Briefing } from '../../domain/batch.ts';
import type { Row } from '../../domain/row.ts';
import { code, join, link, type Markup, mention, prose, say } from '../markup.ts';
import { adminUserUrl } from './okta-link.ts';
import type { ViewContext } from './view.ts';
import { count } from './words.ts';

const loginOf = (row: Row): string => (row.userLogin === '' ? row.userRef : row.userLogin);

/** The user of a row by login, or as asked for where Okta did not know one; undefined for stock. */
export const userOf = (row: Row): Markup | undefined =>
  loginOf(row) === '' ? undefined : code(loginOf(row));

/** The same, leading to the user in Okta's admin console where that has a known address. */
export function linkedUser(row: Row, context: ViewContext): Markup | undefined {
  const url = adminUserUrl(context.org.url, row.userId);
  return url === undefined || loginOf(row) === '' ? userOf(row) : link(url, prose(loginOf(row), 80));
}

/** `Ana Ruiz (ana@acme.com)`, or the login alone where Okta's name for the user is not known. */
export function namedUser(row: Row, about: Briefing['subject'], context: ViewContext): Markup {
  const user = linkedUser(row, context) ?? say`nobody`;
  const name = prose(about?.userName ?? '', 80);
  return name.mrkdwn === '' ? user : say`${name} (${user})`;
}

/** `token C202 245252413141`. */
export function token(row: Row, about?: Briefing['subject']): Markup {
  const model = prose(about?.tokenModel ?? '', 40);
  if (row.serial === '') return say`the token`;
  return model.mrkdwn === ''
    ? say`token ${code(row.serial, 48)}`
    : say`token ${model} ${code(row.serial, 48)}`;
}

/** Mentions of the first ten people, and how many there are beside them. */
export function people(userIds: readonly string[]): Markup {
  const shown = join(userIds.slice(0, 10).map(mention), ', ');
  return userIds.length <= 10 ? shown : say`${shown} and ${count(userIds.length - 10, 'other')}`;
}
