import { existsSync, readFileSync } from 'node:fs';
import { type Checkpoint, findCheckpoints } from '../domain/checkpoint.ts';
import { verifyAudit } from '../store/audit.ts';
import { auditKey, auditKeyId, isSignedBy } from '../store/audit-key.ts';
import { formerAuditKeys } from '../store/checkpoints.ts';
import type { Db } from '../store/db.ts';
import type { Secret } from '../domain/secret.ts';

export interface Finding {
  readonly exitCode: 0 | 1 | 2;
  readonly text: string;
}

export interface Asked {
  /** Lines, or paths of files that hold some. */
  readonly checkpoints: readonly string[];
  /** Public keys to believe beside that of SEED_KEY. */
  readonly keys: readonly string[];
  readonly seedKey: Secret<Uint8Array> | undefined;
}

const could = (text: string): Finding => ({ exitCode: 2, text });

/** Follows the audit and holds it against checkpoints; says what it came to. */
export async function verify(db: Db, asked: Asked): Promise<Finding> {
  const given = readCheckpoints(asked.checkpoints);
  if (typeof given === 'string') return could(given);
  const own = asked.seedKey === undefined ? [] : [auditKey(asked.seedKey).publicKey];
  const believed = [...own, ...asked.keys, ...(await formerAuditKeys(db))];
  if (given.length > 0 && own.length + asked.keys.length === 0)
    return could('To believe a checkpoint, SEED_KEY or --key is needed.');
  const unsigned = given.filter((checkpoint) => !believed.some((key) => isSignedBy(key, checkpoint)));
  const [stranger] = unsigned.filter(({ keyId }) => !believed.some((key) => auditKeyId(key) === keyId));
  if (stranger !== undefined)
    return could(
      `The checkpoint for entry ${count(stranger.seq)} was signed by another key (${stranger.keyId}). Name it with --key.`,
    );
  const [forged] = unsigned;
  if (forged !== undefined)
    return { exitCode: 1, text: `The signature of the checkpoint for entry ${count(forged.seq)} is forged.` };
  const verified = await verifyAudit(db, given);
  if (verified.ok) return { exitCode: 0, text: whole(verified, given) };
  return { exitCode: 1, text: broken[verified.why](count(verified.seq)) };
}

/** All checkpoints, or what is wrong with what was given. */
function readCheckpoints(given: readonly string[]): readonly Checkpoint[] | string {
  const all: Checkpoint[] = [];
  for (const each of given) {
    const found = findCheckpoints(existsSync(each) ? readFileSync(each, 'utf8') : each);
    if (found.length === 0) return `There is no checkpoint in "${each.slice(0, 60)}".`;
    all.push(...found);
  }
  return all;
}

const count = (value: number): string => value.toLocaleString('en');

const broken: Readonly<Record<'row' | 'end' | 'checkpoint', (seq: string) => string>> = {
  row: (seq) => `The audit is broken at entry ${seq}: it is missing, was changed, or is out of place.`,
  end: (seq) => `The audit ends too early: entry ${seq} and what followed it are missing.`,
  checkpoint: (seq) => `The audit was written anew: up to entry ${seq} it is not what the checkpoint states.`,
};

function whole(
  { count: entries, hash }: { readonly count: number; readonly hash: string },
  given: readonly Checkpoint[],
): string {
  const last = Math.max(...given.map(({ seq }) => seq));
  const held =
    given.length === 0
      ? 'No checkpoint was given, so entries cut off the end would not show.'
      : `It agrees with ${given.length === 1 ? 'the checkpoint' : `all ${count(given.length)} checkpoints`}, the last for entry ${count(last)}.`;
  return `The audit is whole: ${count(entries)} entries, ending in ${hash}.\n${held}`;
}
