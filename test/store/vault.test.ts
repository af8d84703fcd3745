import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createBatch, moveBatch, savePlan } from '../../src/store/batches.ts';
import type { Db } from '../../src/store/db.ts';
import { openStore } from '../../src/store/open.ts';
import { type NewRow, settleRow } from '../../src/store/rows.ts';
import { createVault, firstPrintingKey, type SeedBinding, type Vault } from '../../src/store/seal.ts';
import { moveToken } from '../../src/store/move-token.ts';
import { loadRowSeed, loadSeed, shredSeeds } from '../../src/store/vault.ts';
import { openVault } from '../../src/store/vault-key.ts';
import { make } from '../support/make.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { enroll, eventsOf, move, newBatch, newPlan, t0 } from './fixture.ts';

/** The code of the surprise that a piece of work ends in. */
function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const key = (fill = 7): Secret<Uint8Array> => new Secret(new Uint8Array(32).fill(fill));
const vaultOf = (fill = 7, id = 'k1'): Vault =>
  createVault({ id, key: key(fill) }, firstPrintingKey(key(fill)));
const binding: SeedBinding = {
  seedId: 's1',
  orgId: '00o1',
  batchId: 'b1',
  rowId: 'r1',
  serial: '245252413141',
  settings: { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 },
};
const hex = (secret: Secret<Uint8Array> | undefined): string | undefined =>
  secret === undefined ? undefined : Buffer.from(secret.reveal()).toString('hex');

describe('a sealed seed', () => {
  const vault = vaultOf();

  it('opens to the same bytes, and never twice from the same text', () => {
    const [first, second] = [vault.seal(make.seed(), binding), vault.seal(make.seed(), binding)];
    expect(hex(vault.open(first, binding))).toBe(hex(make.seed()));
    expect(first.nonce).not.toEqual(second.nonce);
    expect(first.ciphertext).not.toEqual(second.ciphertext);
  });

  it('opens for no other seed, org, batch, row, serial or settings', () => {
    const sealed = vault.seal(make.seed(), binding);
    const others: SeedBinding[] = [
      { ...binding, seedId: 's2' },
      { ...binding, rowId: 'r2' },
      { ...binding, orgId: '00o2' },
      { ...binding, batchId: 'b2' },
      { ...binding, serial: '245252413142' },
      { ...binding, settings: { ...binding.settings, algorithm: 'SHA256' } },
      { ...binding, settings: { ...binding.settings, digits: 8 } },
      { ...binding, settings: { ...binding.settings, timeStepSeconds: 60 } },
      // The same text, cut elsewhere.
      { ...binding, seedId: 's1r', rowId: '1' },
    ];
    for (const other of others) expect(codeOf(() => vault.open(sealed, other))).toBe('VAULT_TAMPERED');
    expect(codeOf(() => vault.open({ ...sealed, keyId: 'k2' }, binding))).toBe('VAULT_TAMPERED');
    expect(codeOf(() => vaultOf(8).open(sealed, binding))).toBe('VAULT_TAMPERED');
  });

  it('does not open with any bit changed, or any part cut', () => {
    const sealed = vault.seal(make.seed(), binding);
    const part = fc.constantFrom('nonce', 'ciphertext', 'tag', 'wrapped');
    fc.assert(
      fc.property(part, fc.nat(), fc.integer({ min: 1, max: 255 }), (name, position, flip) => {
        const bytes = Uint8Array.from(sealed[name]);
        const index = position % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        expect(codeOf(() => vault.open({ ...sealed, [name]: bytes }, binding))).toBe('VAULT_TAMPERED');
        expect(
          codeOf(() => vault.open({ ...sealed, [name]: sealed[name].subarray(0, index) }, binding)),
        ).toBe('VAULT_TAMPERED');
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves a fingerprint that is equal for equal seeds under one key only', () => {
    const print = vault.fingerprint(make.seed(1));
    expect(print).toMatch(/^[0-9a-f]{32}$/u);
    expect(vaultOf().fingerprint(make.seed(1))).toBe(print);
    expect(vault.fingerprint(make.seed(2))).not.toBe(print);
    expect(vaultOf(8).fingerprint(make.seed(1))).not.toBe(print);
  });
});

describe('the key', () => {
  it('is known again, and a wrong one is told from damage', async () => {
    const { db } = await temporaryStore();
    await openVault(db, key());
    await openVault(db, key());
    await expect(openVault(db, key(8))).rejects.toMatchObject({ code: 'VAULT_KEY_WRONG' });
    expect(await db.query('SELECT count(*) AS n FROM vault_key')).toEqual([{ n: 1 }]);
  });

  it('has 32 bytes', async () => {
    const { db } = await temporaryStore();
    const short = new Secret(new Uint8Array(31));
    await expect(openVault(db, short)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

async function submitted(db: Db, vault: Vault, rows: readonly NewRow[], seed = make.seed()) {
  const { batch } = await createBatch(db, newBatch());
  const seeds = rows.map(({ id: rowId, serial, settings }) => {
    const bound = { ...binding, batchId: batch.id, seedId: `s${rowId}`, rowId, serial, settings };
    return { rowId, serial, sealed: vault.seal(seed, bound) };
  });
  await savePlan(db, newPlan(batch.id, { rows, seeds }));
  return batch;
}

async function withVault() {
  const dataDir = temporaryDir();
  const { db } = await temporaryStore(dataDir);
  return { db, dataDir, vault: await openVault(db, key()) };
}

const countSeeds = async (db: Db): Promise<unknown> =>
  (await db.query('SELECT count(*) AS n FROM seed'))[0]?.['n'];

describe('the seed of a row', () => {
  it('becomes the seed of its token, and serves the next user without a file', async () => {
    const { db, vault } = await withVault();
    const row = make.newRow();
    const batch = await submitted(db, vault, [row]);
    expect(await loadSeed(db, vault, row.serial)).toBeUndefined();
    expect(hex(await loadRowSeed(db, vault, row.id))).toBe(hex(make.seed()));
    await move(db, batch, 'approve');
    await enroll(db, row);
    expect(hex(await loadSeed(db, vault, row.serial))).toBe(hex(make.seed()));
    const later = make.newRow({ serial: row.serial, seedFingerprint: '' });
    const stranger = make.newRow();
    const { batch: next } = await createBatch(db, newBatch());
    await savePlan(db, newPlan(next.id, { rows: [later, stranger] }));
    expect(hex(await loadRowSeed(db, vault, later.id))).toBe(hex(make.seed()));
    expect(await loadRowSeed(db, vault, stranger.id)).toBeUndefined();
  });

  it('goes before that of the token it names', async () => {
    const { db, vault } = await withVault();
    const [old, young] = [make.newRow(), make.newRow()];
    await move(db, await submitted(db, vault, [old], make.seed(1)), 'approve');
    await enroll(db, old);
    const again = { ...young, serial: old.serial };
    await move(db, await submitted(db, vault, [again], make.seed(2)), 'approve');
    expect(hex(await loadRowSeed(db, vault, again.id))).toBe(hex(make.seed(2)));
    await enroll(db, again);
    expect(hex(await loadSeed(db, vault, old.serial))).toBe(hex(make.seed(2)));
  });

  it('is refused when it was swapped with that of another row', async () => {
    const { db, vault } = await withVault();
    const rows = [make.newRow(), make.newRow()];
    await submitted(db, vault, rows);
    await db.query('CREATE TEMP TABLE swapped AS SELECT * FROM seed');
    await db.query(
      `UPDATE seed SET (nonce, ciphertext, tag, wrapped) =
        (SELECT o.nonce, o.ciphertext, o.tag, o.wrapped FROM swapped o WHERE o.id <> seed.id)`,
    );
    for (const row of rows)
      await expect(loadRowSeed(db, vault, row.id)).rejects.toMatchObject({ code: 'VAULT_TAMPERED' });
  });
});

describe('shredding', () => {
  it.each(['reject', 'withdraw', 'expire'] as const)(
    'takes the seeds of a batch that ends by %s',
    async (event) => {
      const { db, vault } = await withVault();
      const batch = await submitted(db, vault, [make.newRow(), make.newRow()]);
      await moveBatch(db, { batchId: batch.id, event, at: t0, actor: 'U1' });
      expect(await countSeeds(db)).toBe(0);
      expect((await eventsOf(db, batch.id)).slice(-2)).toEqual([`batch.${event}`, 'seed.shred']);
    },
  );

  it('keeps no seed of a plan that is discarded', async () => {
    const { db, vault } = await withVault();
    const { batch } = await createBatch(db, newBatch());
    const row = make.newRow();
    const bound = { ...binding, batchId: batch.id, rowId: row.id, serial: row.serial };
    const sealed = vault.seal(make.seed(), bound);
    const seeds = [{ rowId: row.id, serial: row.serial, sealed }];
    await savePlan(db, newPlan(batch.id, { event: 'discard', rows: [row], seeds }));
    expect(await countSeeds(db)).toBe(0);
  });

  it('leaves the seeds of tokens, and is audited once', async () => {
    const { db, vault } = await withVault();
    const [used, unused] = [make.newRow(), make.newRow()];
    const batch = await submitted(db, vault, [used, unused]);
    await move(db, batch, 'approve');
    await enroll(db, used);
    expect(await shredSeeds(db, batch.id, t0)).toBe(1);
    expect(await shredSeeds(db, batch.id, t0)).toBe(0);
    expect(await loadSeed(db, vault, used.serial)).toBeDefined();
    expect((await eventsOf(db, batch.id)).filter((event) => event === 'seed.shred')).toHaveLength(1);
  });

  it('takes the seed of a retired token', async () => {
    const { db, vault } = await withVault();
    const row = make.newRow({ action: 'stock', verdict: 'stock', userId: '' });
    await move(db, await submitted(db, vault, [row]), 'approve');
    const token = { kind: 'stock', serial: row.serial } as const;
    await settleRow(db, { rowId: row.id, event: 'stock', at: t0, outcome: 'In stock.', token });
    expect(await loadSeed(db, vault, row.serial)).toBeDefined();
    await moveToken(db, { serial: row.serial, report: 'retire', at: t0, actor: 'U1' });
    expect(await loadSeed(db, vault, row.serial)).toBeUndefined();
    expect(await countSeeds(db)).toBe(0);
  });
});

describe('the files', () => {
  it('hold no seed in clear while open, and no trace of a shredded one after a close', async () => {
    const dataDir = temporaryDir();
    const store = await openStore({ dataDir });
    const vault = await openVault(store.db, key());
    const canary = new Secret(new Uint8Array(Buffer.from('canary-seed-20-bytes')));
    const rows = Array.from({ length: 40 }, () => make.newRow());
    const batch = await submitted(store.db, vault, rows, canary);
    const stored = await store.db.query('SELECT hex(ciphertext) AS hex FROM seed');
    const sealed = stored.map((row) => Buffer.from(String(row['hex']), 'hex'));
    const forms = (['latin1', 'hex', 'base64', 'base64url'] as const).map((form) =>
      Buffer.from(canary.reveal()).toString(form),
    );
    for (const form of [...forms, forms[1]?.toUpperCase() ?? '', base32(canary.reveal())]) {
      expect(found(dataDir, Buffer.from(form, 'latin1'))).toEqual([]);
    }
    expect(sealed.filter((bytes) => found(dataDir, bytes).length > 0)).toHaveLength(rows.length);
    await move(store.db, batch, 'withdraw');
    await store.close();
    expect(sealed.filter((bytes) => found(dataDir, bytes).length > 0)).toEqual([]);
  });
});

/** The files that contain these bytes. */
const found = (dataDir: string, bytes: Buffer): readonly string[] =>
  readdirSync(dataDir).filter((name) => readFileSync(join(dataDir, name)).includes(bytes));

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/gu) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five, 2)))
    .join('');
}
