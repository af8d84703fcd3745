import { createHash, type Hash } from 'node:crypto';
import type { BatchKind } from './batch.ts';
import type { ApprovalPolicy } from './messages.ts';
import type { Authenticator } from './okta.ts';
import type { PlannedRow } from './planned-row.ts';
import type { TokenSettings } from './token.ts';

/** The part of a planned or stored row that an approver agrees to. */
export type HashedRow = Pick<
  PlannedRow,
  | 'line'
  | 'action'
  | 'userId'
  | 'userLogin'
  | 'serial'
  | 'authenticatorId'
  | 'targetFactorId'
  | 'oldSerial'
  | 'oldAuthenticatorId'
  | 'seenFactorIds'
  | 'report'
> & {
  /** The vault's keyed fingerprint; empty where the row has no seed. */
  readonly seedFingerprint: string;
  readonly settings?: TokenSettings | undefined;
};

export interface HashedPlan {
  readonly orgId: string;
  /** The rules it is approved under, as `policyVersion` writes them. */
  readonly policy: string;
  readonly kind: BatchKind;
  readonly rows: readonly HashedRow[];
  /** Those that the rows name; others do not matter. */
  readonly authenticators: readonly Authenticator[];
}

/**
 * SHA-256 (hex) over everything an approver agrees to. Every value is written with its length and every list with its
 * count, so that no two plans have the same encoding. Rows count in their order, seen factor ids as a set.
 */
export function planHash(plan: HashedPlan): string {
  const hash = createHash('sha256');
  const byId = new Map(plan.authenticators.map((authenticator) => [authenticator.id, authenticator]));
  write(hash, 'token-desk plan 2', plan.orgId, plan.policy, plan.kind, String(plan.rows.length));
  for (const row of plan.rows) {
    writeRow(hash, row);
    writeAuthenticator(hash, byId.get(row.authenticatorId));
  }
  return hash.digest('hex');
}

function writeRow(hash: Hash, row: HashedRow): void {
  const { settings } = row;
  const seen = row.seenFactorIds.toSorted();
  write(hash, String(row.line), row.action, row.userId, row.userLogin, row.serial, row.seedFingerprint);
  write(hash, optional(settings?.algorithm), optional(settings?.digits), optional(settings?.timeStepSeconds));
  write(hash, row.authenticatorId, row.targetFactorId, row.oldSerial ?? '', row.oldAuthenticatorId ?? '');
  write(hash, String(seen.length), ...seen);
  // No algorithm is called so: a row with a report is never written like one without.
  if (row.report !== undefined) write(hash, 'report', row.report);
}

function writeAuthenticator(hash: Hash, authenticator: Authenticator | undefined): void {
  const { algorithm, digits, timeStepSeconds, encoding, acceptedSteps } = authenticator ?? {};
  write(hash, optional(algorithm), optional(digits), optional(timeStepSeconds), optional(encoding));
  write(hash, optional(acceptedSteps));
}

/** The rules that decide who must approve what. Which people they name is looked up live, so it is not a part of it. */
export const policyVersion = (policy: ApprovalPolicy): string => `1 ${policy}`;

const optional = (value: string | number | undefined): string => (value === undefined ? '' : String(value));

function write(hash: Hash, ...values: readonly string[]): void {
  for (const value of values) {
    const bytes = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
}

// Crockford's base 32: without I, L, O and U nothing is misheard as a digit (https://www.crockford.com/base32.html).
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight characters such as `K7QX-93FA` that people can read to each other. `salt` tells two equal plans apart. */
export function planCode(hash: string, salt: string): string {
  const digest = createHash('sha256').update(`${hash}:${salt}`).digest();
  const characters = [...digest.subarray(0, 8)].map((byte) => alphabet.charAt(byte % 32)).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
