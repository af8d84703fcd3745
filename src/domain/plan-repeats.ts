import type { Finding, PlanInput } from './planned-row.ts';
import { reasons } from './reasons.ts';
import { foldSerial } from './token.ts';

interface Claim {
  readonly index: number;
  readonly line: number;
  readonly serial: string;
  readonly fingerprint: string;
  readonly userId: string;
}

/**
 * Finds what a file asks for twice: a serial, a seed under two serials, or a user under any spelling. Every row
 * involved gets a finding, by its index among the asked rows, because which of them is meant cannot be known.
 */
export function findRepeats(input: PlanInput): ReadonlyMap<number, readonly Finding[]> {
  const claims = input.asked.flatMap((asked, index) => claimOf(input, asked, index));
  const found = new Map<number, Finding[]>();
  const report = (claim: Claim, finding: Finding): void => {
    found.set(claim.index, [...(found.get(claim.index) ?? []), finding]);
  };
  for (const group of groupsBy(claims, (claim) => foldSerial(claim.serial))) {
    for (const claim of group) report(claim, reasons.duplicateSerial(claim.serial, otherLines(group, claim)));
  }
  for (const group of groupsBy(claims, (claim) => claim.fingerprint)) {
    // The same token written twice is already told as a repeated serial.
    if (new Set(group.map((claim) => foldSerial(claim.serial))).size < 2) continue;
    for (const claim of group) report(claim, reasons.seedTwiceInFile(claim.serial, otherLines(group, claim)));
  }
  for (const group of groupsBy(claims, (claim) => claim.userId)) {
    for (const claim of group) report(claim, reasons.duplicateUser(otherLines(group, claim)));
  }
  return found;
}

function claimOf(input: PlanInput, asked: PlanInput['asked'][number], index: number): Claim[] {
  if (asked.kind === 'revoke' || asked.kind === 'remove') return [];
  const { line, user, serial } = asked.kind === 'file' ? asked.row : asked;
  const match = input.matches.get(user);
  const userId = match?.kind === 'found' ? match.user.id : '';
  return [
    { index, line, serial, userId, fingerprint: 'seedFingerprint' in asked ? asked.seedFingerprint : '' },
  ];
}

/** The groups of two or more that share a key; an empty key is shared with nobody. */
function groupsBy(claims: readonly Claim[], key: (claim: Claim) => string): Claim[][] {
  const groups = Map.groupBy(claims, key);
  groups.delete('');
  return [...groups.values()].filter((group) => group.length > 1);
}

const listedLines = 5;

/** Lines of the others in a group; a file of one repeated line must not list all of itself in each row. */
function otherLines(group: readonly Claim[], claim: Claim): { lines: readonly number[]; more: number } {
  const lines: number[] = [];
  for (const other of group) {
    if (lines.length === listedLines) break;
    if (other.index !== claim.index) lines.push(other.line);
  }
  return { lines, more: group.length - 1 - lines.length };
}
