import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { auditKey } from '../../src/store/audit-key.ts';
import { createBatch, savePlan } from '../../src/store/batches.ts';
import { formerAuditKeys } from '../../src/store/checkpoints.ts';
import type { Db } from '../../src/store/db.ts';
import { rotateKey } from '../../src/store/rotate-key.ts';
import { sealFirst } from '../../src/store/seal-first.ts';
import { loadRowSeed } from '../../src/store/vault.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { make } from '../support/make.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { newBatch, newPlan, t0 } from './fixture.ts';

const key = (fill: number): Secret<Uint8Array> => new Secret(new Uint8Array(32).fill(fill));
const [old, young] = [key(7), key(8)];
const nothing = (): void => undefined;

/** A database with sealed seeds, and the rows they belong to. */
async function sealedStore(count: number) {
  const dataDir = temporaryDir();
  const { db } = await temporaryStore(dataDir);
  const vault = await openVault(db, old);
  const { batch } = await createBatch(db, newBatch());
  const rows = Array.from({ length: count }, () => make.newRow());
  const seeds = rows.map(({ id: rowId, serial, settings }, index) => {
    const ids = { seedId: `s${rowId}`, orgId: '00o1', batchId: batch.id, rowId };
    return { rowId, serial, sealed: vault.seal(make.seed(index % 200), { ...ids, serial, settings }) };
  });
  await savePlan(db, newPlan(batch.id, { rows, seeds }));
  return { dataDir, db, rows, print: vault.fingerprint(make.seed(1)) };
}

/** Whether every seed opens, to what it was, under a key. */
async function allOpen(db: Db, rows: readonly { readonly id: string }[], under: Secret<Uint8Array>) {
  const vault = await openVault(db, under);
  for (const [index, { id }] of rows.entries()) {
    const seed = await loadRowSeed(db, vault, id);
    if (seed?.reveal()[0] !== index % 200) return false;
  }
  return true;
}

/** A handle that fails with every statement from the n-th on, as a process that was killed sends no more. */
function dyingAfter(db: Db, statements: number): Db {
  let left = statements;
  const wrap = (inner: Db): Db => ({
    query: (sql, params) =>
      (left -= 1) < 0 ? Promise.reject(new Error('killed')) : inner.query(sql, params),
    tx: (fn) => inner.tx((tx) => fn(wrap(tx))),
    close: () => inner.close(),
  });
  return wrap(db);
}

/** Whether either key opens the vault although the database knows of both. */
async function opensWhileHalfExchanged(db: Db): Promise<boolean> {
  const known = await db.query('SELECT id FROM vault_key');
  if (known.length < 2) return false;
  const tried = await Promise.allSettled([old, young].map((each) => openVault(db, each)));
  return tried.some((one) => one.status === 'fulfilled');
}

describe('the exchange of SEED_KEY', () => {
  it('puts every data key under the new key, opens no seed, and keeps fingerprints equal', async () => {
    const { db, rows, print } = await sealedStore(450);
    const before = await db.query('SELECT nonce, ciphertext, tag FROM seed ORDER BY id');
    expect(await rotateKey(db, { from: old, to: young, at: t0, beside: nothing })).toBe(450);
    expect(await db.query('SELECT nonce, ciphertext, tag FROM seed ORDER BY id')).toEqual(before);
    expect(await allOpen(db, rows, young)).toBe(true);
    expect((await openVault(db, young)).fingerprint(make.seed(1))).toBe(print);
    await expect(openVault(db, old)).rejects.toMatchObject({ code: 'VAULT_KEY_WRONG' });
    expect(await rotateKey(db, { from: old, to: young, at: t0, beside: nothing })).toBeUndefined();
    expect(await rotateKey(db, { from: young, to: old, at: t0, beside: nothing })).toBe(450);
    expect(await allOpen(db, rows, old)).toBe(true);
  });

  it('leaves nothing in the files that the former key could open', async () => {
    const { db, dataDir } = await sealedStore(40);
    const stored = await db.query('SELECT wrapped FROM seed');
    const wrapped = stored.flatMap(({ wrapped: one }) =>
      one instanceof Uint8Array ? [Buffer.from(one)] : [],
    );
    expect(wrapped).toHaveLength(40);
    const kept = () => {
      const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)));
      return wrapped.filter((one) => files.some((bytes) => bytes.includes(one))).length;
    };
    expect(kept()).toBe(40);
    await rotateKey(db, { from: old, to: young, at: t0, beside: nothing });
    expect(kept()).toBe(0);
  });

  it('goes on where it was cut short, whatever the moment', async () => {
    const { db, rows } = await sealedStore(3);
    let [from, to] = [old, young];
    let cuts = 0;
    for (let statements = 0; ; statements += 1) {
      const exchange = { from, to, at: t0, beside: nothing };
      const ended = await rotateKey(dyingAfter(db, statements), exchange).then(
        () => true,
        (error: unknown) => error,
      );
      if (ended === true) break;
      cuts += 1;
      expect(ended).toMatchObject({ message: 'killed' });
      expect(await opensWhileHalfExchanged(db)).toBe(false);
      await rotateKey(db, exchange);
      expect(await allOpen(db, rows, to)).toBe(true);
      [from, to] = [to, from];
    }
    expect(cuts).toBeGreaterThan(10);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });

  it('does nothing with a key that is not the database’s', async () => {
    const { db, rows } = await sealedStore(1);
    const wrong = { code: 'VAULT_KEY_WRONG' };
    for (const [from, to] of [
      [key(9), young],
      [old, old],
      [young, key(9)],
    ] as const)
      await expect(rotateKey(db, { from, to, at: t0, beside: nothing })).rejects.toMatchObject(wrong);
    expect(await allOpen(db, rows, old)).toBe(true);
  });

  it('is in the audit, with the key that signed earlier checkpoints', async () => {
    const { db } = await sealedStore(1);
    await rotateKey(db, { from: old, to: young, at: t0, beside: nothing });
    expect(await formerAuditKeys(db)).toEqual([auditKey(old).publicKey]);
  });
});

describe('a database whose seeds have no data keys yet', () => {
  it('gets them at the next start, and keeps its fingerprints', async () => {
    const { db, rows, print } = await sealedStore(250);
    for (const [index, { id: rowId, serial }] of rows.entries()) {
      const binding = { keyId: 'k1', seedId: `s${rowId}`, rowId, serial };
      const { nonce, ciphertext, tag } = sealFirst(old, make.seed(index % 200), binding);
      await db.query(
        "UPDATE seed SET nonce = $2, ciphertext = $3, tag = $4, wrapped = NULL, org_id = '' WHERE row_id = $1",
        [rowId, nonce, ciphertext, tag],
      );
    }
    await db.query('UPDATE vault_key SET printing = NULL');
    await expect(openVault(db, young)).rejects.toMatchObject({ code: 'VAULT_KEY_WRONG' });
    expect(await allOpen(db, rows, old)).toBe(true);
    expect(await db.query('SELECT id FROM seed WHERE wrapped IS NULL')).toEqual([]);
    expect((await openVault(db, old)).fingerprint(make.seed(1))).toBe(print);
  });
});

it('refuses each of 1,000 seeds that belong to another row or were given another row’s data key', async () => {
  const { db, rows } = await sealedStore(1_000);
  const vault = await openVault(db, old);
  await db.query('CREATE TEMP TABLE o AS SELECT *, row_number() OVER (ORDER BY id) AS n FROM seed');
  await db.query('CREATE INDEX temp.o_n ON o (n)');
  await db.query('CREATE INDEX temp.o_id ON o (id, n)');
  // Each has something of its neighbour: all of it, its text and tag, its tag alone, or its data key alone.
  for (const [rest, columns] of [
    'nonce, ciphertext, tag, wrapped',
    'nonce, ciphertext, tag',
    'tag',
    'wrapped',
  ].entries()) {
    await db.query(
      `UPDATE seed SET (${columns}) = (SELECT ${columns} FROM o
          WHERE n = (SELECT n FROM o WHERE id = seed.id) % 1000 + 1)
        WHERE id IN (SELECT id FROM o WHERE n % 4 = ${String(rest)})`,
    );
  }
  let refused = 0;
  for (const { id } of rows) {
    await expect(loadRowSeed(db, vault, id)).rejects.toMatchObject({ code: 'VAULT_TAMPERED' });
    refused += 1;
  }
  expect(refused).toBe(1_000);
});
