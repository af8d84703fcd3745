import { createHash } from 'node:crypto';
import type { BatchEvent } from './batch.ts';
import type { RowEvent } from './row.ts';
import type { TokenEvent } from './token.ts';

export type AuditEvent =
  | 'batch.create'
  | 'batch.postpone'
  | 'batch.recount'
  | 'batch.clear'
  | `batch.${BatchEvent}`
  | `row.${RowEvent}`
  | `token.${TokenEvent}`
  | 'token.verify'
  | 'file.delete'
  | 'file.lock'
  | 'file.unlock'
  | 'key.rotate'
  | 'seed.shred'
  | 'store.restore'
  | 'store.purge'
  | 'refusal';

/** Plain facts about what happened: ids, codes, counts and sentences people were shown; never a seed. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Something that was decided, refused or done. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  /** A Slack user id, or `bot`. */
  readonly actor: string;
  readonly event: AuditEvent;
  readonly batchId?: string | undefined;
  readonly rowId?: string | undefined;
  readonly serial?: string | undefined;
  /** Okta's id of the user concerned. */
  readonly userId?: string | undefined;
  readonly detail?: AuditDetail | undefined;
}

/** A row of the audit as it is stored and hashed: `detail` is its canonical text, absent values are null. */
export interface AuditFields {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly event: string;
  readonly batchId: string | null;
  readonly rowId: string | null;
  readonly serial: string | null;
  readonly userId: string | null;
  readonly detail: string;
}

/**
 * SHA-256 (hex) of a row and of everything before it. Each field is preceded by its length in bytes, and a missing
 * field by a length no text has, so that no two rows are written alike.
 */
export function auditHash(prevHash: string, row: AuditFields): string {
  const hash = createHash('sha256');
  const { seq, at, actor, event, batchId, rowId, serial, userId, detail } = row;
  const fields = [String(seq), String(at), actor, event, batchId, rowId, serial, userId, detail];
  for (const field of ['token-desk audit 1', prevHash, ...fields]) {
    const length = Buffer.alloc(4);
    const bytes = Buffer.from(field ?? '', 'utf8');
    length.writeUInt32BE(field === null ? 0xff_ff_ff_ff : bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest('hex');
}

/** A stored row with its place in the chain. */
export interface ChainedAudit extends AuditFields {
  readonly prevHash: string;
  readonly hash: string;
}

/** A place in the chain: a row's number, and the hash of all up to it. */
export interface ChainEnd {
  readonly seq: number;
  readonly hash: string;
}

/** What the first row of a chain follows. */
export const chainStart: ChainEnd = { seq: 0, hash: '0'.repeat(64) };

/** Follows rows in their order from a place in the chain; stops at the first that is missing, changed or misplaced. */
export function followChain(
  start: ChainEnd,
  rows: Iterable<ChainedAudit>,
): { readonly ok: true; readonly end: ChainEnd } | { readonly ok: false; readonly seq: number } {
  let end = start;
  for (const row of rows) {
    const follows = row.seq === end.seq + 1 && row.prevHash === end.hash;
    if (!follows || row.hash !== auditHash(end.hash, row)) return { ok: false, seq: end.seq + 1 };
    end = { seq: row.seq, hash: row.hash };
  }
  return { ok: true, end };
}

/** JSON with keys in code point order: equal facts are equal text. */
export function canonicalDetail(detail: AuditDetail): string {
  const entries = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}
