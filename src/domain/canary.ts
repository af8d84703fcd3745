import type { AuditDetail } from './audit.ts';
import type { Batch } from './batch.ts';
import type { Row } from './row.ts';

/** What lets the other rows follow the first: somebody's word, or a code of the token that Okta accepted. */
export type CanaryProof =
  | { readonly kind: 'resumed' }
  | { readonly kind: 'code_accepted'; readonly serial: string };

/**
 * What the audit notes when a batch that waits after its first row goes on; undefined for a batch that waits for
 * something else, or does not wait.
 */
export function canaryPassed(
  batch: Pick<Batch, 'state' | 'canary'>,
  proof: CanaryProof,
): AuditDetail | undefined {
  if (batch.canary !== true || batch.state !== 'paused') return undefined;
  return proof.kind === 'resumed'
    ? { canary: proof.kind }
    : { canary: proof.kind, canarySerial: proof.serial };
}

/** Why a batch waits after its first row, and what to do before the others follow. */
export const firstRowEnrolled = ({ userLogin, serial }: Pick<Row, 'userLogin' | 'serial'>): string =>
  `The first row is enrolled. Ask ${userLogin} to sign in with the code of token ${serial}: if it works, press Resume to run the others; if not, press Stop to cancel them.`;
