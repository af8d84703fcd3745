import type { InputProblem } from '../domain/intake.ts';
import { problem } from './problems.ts';
import { elementAt, textAt, type XmlElement } from './xml.ts';

/** One key of one token, with the elements around it. */
export interface PskcKey {
  readonly device: XmlElement | undefined;
  readonly key: XmlElement;
  /** What the token's other keys are, where they are not read. */
  readonly warnings: readonly InputProblem[];
}

export type KeyKind = 'totp' | 'hotp' | 'ocra' | 'pin' | 'unknown';

const kinds: readonly KeyKind[] = ['totp', 'hotp', 'ocra', 'pin'];

/** The kind of a key by its algorithm, such as urn:ietf:params:xml:ns:keyprov:pskc:totp. */
export function kindOf(key: XmlElement): KeyKind {
  const identifier = (key.attributes.get('Algorithm') ?? '').toLowerCase();
  const last = identifier.split(/[:#/]/u).at(-1) ?? '';
  return kinds.find((kind) => last === kind || (kind === 'ocra' && last.startsWith('ocra'))) ?? 'unknown';
}

export const serialOf = ({ device, key }: Pick<PskcKey, 'device' | 'key'>): string =>
  textAt(device, 'SerialNo') || (key.attributes.get('Id') ?? key.attributes.get('KeyId') ?? '');

/**
 * The keys of a container, in the order of the file. Of a token that has a time-based key the others are not rows of
 * their own, which would claim its serial twice, but a warning to the first.
 */
export function keysOf(container: XmlElement): PskcKey[] {
  const all = packagesOf(container).flatMap((one) => {
    const device = elementAt(one, 'DeviceInfo') ?? elementAt(one, 'DeviceId');
    return one.children.filter((child) => child.name === 'Key').map((key) => ({ device, key }));
  });
  const bySerial = Map.groupBy(all, serialOf);
  return all.flatMap((one) => {
    const ofToken = serialOf(one) === '' ? [one] : (bySerial.get(serialOf(one)) ?? [one]);
    const [first] = ofToken.filter(({ key }) => kindOf(key) === 'totp');
    if (first === undefined || kindOf(one.key) === 'totp') {
      const others = first === one ? ofToken.filter(({ key }) => kindOf(key) !== 'totp') : [];
      return [{ ...one, warnings: others.length === 0 ? [] : [otherKeys(one.key, others)] }];
    }
    return [];
  });
}

/** KeyPackage in RFC 6030, Device in the drafts before it. */
const packagesOf = (container: XmlElement): readonly XmlElement[] =>
  container.children.filter(({ name }) => name === 'KeyPackage' || name === 'Device');

function otherKeys(key: XmlElement, others: readonly { readonly key: XmlElement }[]): InputProblem {
  const listed = others
    .slice(0, 5)
    .map((one) => `${names[kindOf(one.key)]} in line ${String(one.key.line)}`)
    .join(', ');
  const more = others.length > 5 ? ` and ${String(others.length - 5)} more` : '';
  return problem('pskc_other_keys', { line: key.line, column: 'Key', found: listed + more });
}

export const names: Readonly<Record<KeyKind, string>> = {
  totp: 'TOTP',
  hotp: 'HOTP',
  ocra: 'OCRA',
  pin: 'a PIN',
  unknown: 'a key of another kind',
};
