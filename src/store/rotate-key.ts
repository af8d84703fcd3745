import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { appendAudit } from './audit.ts';
import { auditKey } from './audit-key.ts';
import { truncateLog } from './traces.ts';
import type { Db } from './db.ts';
import { decode } from './decode.ts';
import {
  firstPrintingKey,
  keyCheckValue,
  type NamedKey,
  rewrapDataKey,
  unwrapPrintingKey,
  wrapPrintingKey,
} from './seal.ts';
import { insert } from './sql.ts';
import { knownKeys, openVault } from './vault-key.ts';

export interface KeyExchange {
  readonly from: Secret<Uint8Array>;
  readonly to: Secret<Uint8Array>;
  readonly at: number;
  /** Seals anew what lies beside the database; done before the former key is forgotten, and harmless when repeated. */
  readonly beside: () => void;
}

const atOnce = 200;

/**
 * Puts every data key under another SEED_KEY, a part at a time; no seed is opened. Cut short at any point, the same
 * call goes on where it was, and until then the bot does not start. Gives how many seeds it came to in this call;
 * undefined when all are under the new key already. Throws VAULT_KEY_WRONG when neither key is the database's.
 */
export async function rotateKey(db: Db, exchange: KeyExchange): Promise<number | undefined> {
  const keys = await begin(db, exchange);
  if (keys === undefined) return undefined;
  let seeds = 0;
  for (let done = atOnce; done === atOnce; seeds += done) done = await rewrapSome(db, keys);
  exchange.beside();
  await finish(db, keys, exchange.at);
  // The log still holds the data keys as the former key wrapped them.
  await truncateLog(db);
  return seeds;
}

interface Keys {
  readonly from: NamedKey;
  readonly to: NamedKey;
}

async function begin(db: Db, { from, to }: KeyExchange): Promise<Keys | undefined> {
  const known = await knownKeys(db);
  const [first, second] = known;
  const [fromCheck, toCheck] = [keyCheckValue(from), keyCheckValue(to)];
  if (first === undefined || fromCheck === toCheck) throw new AppError('VAULT_KEY_WRONG');
  if (second === undefined && first.checkValue === toCheck) return undefined;
  if (first.checkValue !== fromCheck || (second !== undefined && second.checkValue !== toCheck))
    throw new AppError('VAULT_KEY_WRONG');
  const named = { id: first.id, key: from };
  if (second !== undefined) return { from: named, to: { id: second.id, key: to } };
  // Seeds of the first form have no data key to be wrapped anew; this gives them one.
  await openVault(db, from);
  const id = `k${String(Number(first.id.slice(1)) + 1)}`;
  const [{ printing } = first] = await knownKeys(db);
  const kept = printing === undefined ? firstPrintingKey(from) : unwrapPrintingKey(named, printing);
  const wrapped = wrapPrintingKey({ id, key: to }, kept);
  await db.tx((tx) => insert(tx, 'vault_key', { id, check_value: toCheck, printing: wrapped }));
  return { from: named, to: { id, key: to } };
}

/** Gives how many it came to; fewer than `atOnce` when none are left. */
function rewrapSome(db: Db, { from, to }: Keys): Promise<number> {
  return db.tx(async (tx) => {
    const rows = await tx.query('SELECT id, wrapped FROM seed WHERE key_id = $1 LIMIT $2', [from.id, atOnce]);
    for (const fields of rows) {
      const { id: seedId, wrapped } = decode(wrappedSchema, fields, 'seed');
      const anew = rewrapDataKey(wrapped, { seedId, from, to });
      await tx.query('UPDATE seed SET wrapped = $2, key_id = $3 WHERE id = $1', [seedId, anew, to.id]);
    }
    return rows.length;
  });
}

const wrappedSchema = z.object({ id: z.string(), wrapped: z.instanceof(Uint8Array) });

function finish(db: Db, { from, to }: Keys, at: number): Promise<void> {
  return db.tx(async (tx) => {
    await tx.query('DELETE FROM vault_key WHERE id = $1', [from.id]);
    const detail = { from: from.id, to: to.id, formerAuditKey: auditKey(from.key).publicKey };
    await appendAudit(tx, { at, actor: 'bot', event: 'key.rotate', detail });
  });
}
