// https://developer.okta.com/docs/api/#filter
import { fold } from './directory.ts';

/** Okta refuses "overly long" searches without saying how long; servers in between cut at 8 KB at the latest. */
const longestEncoded = 4_000;
const longestReference = 256;

/** Whether something a person typed can be a login or an address at all. Okta stores no text beyond 3-byte UTF-8. */
export const isAskable = (reference: string): boolean =>
  reference.trim() !== '' &&
  reference.length <= longestReference &&
  !/[\p{Cc}\u{10000}-\u{10FFFF}\p{Cs}]/u.test(reference);

const literal = (value: string): string => JSON.stringify(value.trim().normalize('NFC'));

/** `profile.login eq "a" or profile.login eq "b"`, not encoded. */
export const equalsAny = (property: 'login' | 'email', references: readonly string[]): string =>
  references.map((reference) => `profile.${property} eq ${literal(reference)}`).join(' or ');

/** Users whose names, e-mail or login contain the text. `co` exists for just these four. */
export const containing = (text: string): string =>
  ['firstName', 'lastName', 'email', 'login']
    .map((property) => `profile.${property} co ${literal(text)}`)
    .join(' or ');

/** Splits references into groups whose expression, encoded, stays short enough. Spellings of one are asked once. */
export function searchGroups(
  property: 'login' | 'email',
  references: readonly string[],
): readonly string[][] {
  const distinct = [...new Map(references.map((reference) => [fold(reference), reference])).values()];
  const groups: string[][] = [];
  let length = Infinity;
  for (const reference of distinct) {
    const added = encodeURIComponent(` or ${equalsAny(property, [reference])}`).length;
    length += added;
    if (length <= longestEncoded) {
      groups.at(-1)?.push(reference);
      continue;
    }
    groups.push([reference]);
    length = added;
  }
  return groups;
}
