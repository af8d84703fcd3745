import { describe, expect, it } from 'vitest';
import type { Db } from '../../../src/store/db.ts';
import { type NewRow, settleRow } from '../../../src/store/rows.ts';
import { moveToken } from '../../../src/store/move-token.ts';
import type { Report } from '../../../src/domain/token.ts';
import {
  countTokens,
  findToken,
  searchTokens,
  tokenConflict,
  tokensBySerial,
  tokensByFingerprint,
  tokensEndingIn,
  tokensIn,
  tokensOfUser,
  tokensOfUsers,
} from '../../../src/store/tokens.ts';
import { make } from '../../support/make.ts';
import { enroll, eventsOf, intend, type OpenDb, running, t0 } from '../fixture.ts';

const stockRow = (given: Partial<NewRow> = {}): NewRow =>
  make.newRow({ action: 'stock', verdict: 'stock', userRef: '', userId: '', userLogin: '', ...given });

const take = (db: Db, row: NewRow): ReturnType<typeof settleRow> =>
  settleRow(db, {
    rowId: row.id,
    event: 'stock',
    at: t0,
    outcome: 'In stock.',
    token: { kind: 'stock', serial: row.serial },
  });

async function stocked(db: Db, given: Partial<NewRow> = {}): Promise<NewRow> {
  const row = stockRow(given);
  await running(db, [row]);
  await take(db, row);
  return row;
}

async function assigned(db: Db, given: Partial<NewRow> = {}): Promise<NewRow> {
  const row = make.newRow(given);
  await running(db, [row]);
  await enroll(db, row);
  return row;
}

async function revoked(
  db: Db,
  row: NewRow,
  given: { factorId?: string; report?: Report } = {},
): Promise<void> {
  const change = { action: 'unenroll', verdict: 'unenroll', report: given.report } as const;
  const removal = make.newRow({ ...row, id: `revoke ${row.id}`, ...change });
  await running(db, [removal]);
  await intend(db, removal.id);
  const token = { kind: 'revoke', serial: row.serial } as const;
  const factorId = given.factorId ?? (await findToken(db, row.serial))?.factorId ?? 'chf1';
  const end = { event: 'unenroll', at: t0, outcome: 'Removed.', factorId } as const;
  await settleRow(db, { rowId: removal.id, ...end, token });
}

const note = (db: Db, serial: string, report: Report): ReturnType<typeof moveToken> =>
  moveToken(db, { serial, report, at: t0, actor: 'U1' });

/** What a search gives that finds one token. */
const fits = (serial: string) => ({ first: [{ serial }], more: 0 });

export function tokenContract(open: OpenDb): void {
  describe('tokens', () => {
    it('come into stock from a row, with what the vendor says of them', async () => {
      const db = await open();
      const row = await stocked(db, { settings: { algorithm: 'SHA256', digits: 8, timeStepSeconds: 60 } });
      expect(await findToken(db, row.serial)).toMatchObject({
        serial: row.serial,
        state: 'stock',
        settings: row.settings,
        model: 'c200',
        seedFingerprint: row.seedFingerprint,
        seedLength: 20,
        userId: undefined,
      });
      expect(await countTokens(db)).toEqual({ stock: 1, assigned: 0, lost: 0, faulty: 0, retired: 0 });
    });

    it('are known as assigned with what Okta made, and return to stock when revoked', async () => {
      const db = await open();
      const row = await assigned(db);
      const token = await findToken(db, row.serial);
      expect(token).toMatchObject({
        state: 'assigned',
        userId: row.userId,
        userLogin: row.userLogin,
        assignedAt: t0,
      });
      expect(token).toMatchObject({ factorId: `ost of ${row.id}`, authenticatorId: 'fpr1' });
      await revoked(db, row);
      expect(await findToken(db, row.serial)).toMatchObject({
        state: 'stock',
        userId: undefined,
        factorId: undefined,
      });
    });

    it('stay assigned when the factor that went is not the one they were enrolled with', async () => {
      const db = await open();
      const row = await assigned(db);
      await revoked(db, row, { factorId: 'a factor of before' });
      expect(await findToken(db, row.serial)).toMatchObject({ state: 'assigned', userId: row.userId });
    });

    it('keep their facts when a command without a file assigns them', async () => {
      const db = await open();
      const known = await stocked(db);
      const row = await assigned(db, { serial: known.serial, seedFingerprint: '', seedLength: 0, model: '' });
      expect(await findToken(db, known.serial)).toMatchObject({
        state: 'assigned',
        userId: row.userId,
        model: 'c200',
        seedFingerprint: known.seedFingerprint,
      });
    });

    it('are not taken from a user who got them after the row was planned', async () => {
      const db = await open();
      const first = await assigned(db);
      const second = await assigned(db, { serial: first.serial });
      await revoked(db, first);
      expect(await findToken(db, first.serial)).toMatchObject({ state: 'assigned', userId: second.userId });
    });

    it('of a user are released when Okta accepts another under the same authenticator', async () => {
      const db = await open();
      const old = await assigned(db);
      const other = await assigned(db, { userId: old.userId, authenticatorId: 'fpr2' });
      const next = await assigned(db, { userId: old.userId });
      expect(await findToken(db, old.serial)).toMatchObject({ state: 'stock', userId: undefined });
      const held = await tokensOfUser(db, old.userId);
      expect(held.map(({ serial }) => serial).toSorted()).toEqual([other.serial, next.serial].toSorted());
      expect([...(await tokensOfUsers(db, [old.userId, 'nobody'])).keys()]).toEqual([old.userId]);
      const [audit] = await db.query("SELECT serial_key, detail FROM audit WHERE event = 'token.revoke'");
      expect(audit).toEqual({ serial_key: old.serial, detail: JSON.stringify({ followedBy: next.serial }) });
    });

    it('are found by serial however it is typed, by its end, by seed and by text', async () => {
      const db = await open();
      const row = await assigned(db, { serial: 'ab-77_100%', model: 'Nano' });
      const other = await assigned(db, { serial: 'AB-88x100x' });
      expect(await findToken(db, 'AB-77_100%')).toMatchObject({ serial: 'ab-77_100%' });
      expect([...(await tokensBySerial(db, ['Ab-77_100%', 'no'])).keys()]).toEqual(['AB-77_100%']);
      const byPrint = await tokensByFingerprint(db, [row.seedFingerprint, '']);
      expect([...byPrint.keys()]).toEqual([row.seedFingerprint]);
      expect(await tokensEndingIn(db, '_100%', 5)).toMatchObject(fits('ab-77_100%'));
      expect(await tokensEndingIn(db, 'nothing', 5)).toEqual({ first: [], more: 0 });
      expect((await tokensEndingIn(db, '', 5)).first).toHaveLength(2);
      expect(await tokensEndingIn(db, '', 1)).toMatchObject({ first: [{}], more: 1 });
      expect(await searchTokens(db, 'nano', 5)).toMatchObject(fits('ab-77_100%'));
      expect(await searchTokens(db, other.userLogin, 5)).toMatchObject(fits(other.serial));
      expect(await tokensIn(db, 'assigned', 5)).toHaveLength(2);
    });

    it('are looked up by the thousand', async () => {
      const db = await open();
      const row = await stocked(db);
      const many = [...Array.from({ length: 1_234 }, (_, index) => `none${String(index)}`), row.serial];
      expect((await tokensBySerial(db, many)).size).toBe(1);
    });
  });

  describe('noting what became of a token', () => {
    it('follows the life of a token, with an audit row each', async () => {
      const db = await open();
      const { serial } = await stocked(db);
      for (const [event, state] of [
        ['lose', 'lost'],
        ['return', 'stock'],
        ['break', 'faulty'],
        ['retire', 'retired'],
      ] as const) {
        expect(await note(db, serial, event)).toMatchObject({ kind: 'moved', token: { state } });
      }
      expect(await note(db, serial, 'return')).toMatchObject({ kind: 'refused', why: 'state' });
      expect(await note(db, 'nobody', 'lose')).toEqual({ kind: 'unknown' });
      const events = await db.query(
        "SELECT event FROM audit WHERE serial_key = $1 AND actor = 'U1' ORDER BY seq",
        [serial],
      );
      expect(events.map((row) => row['event'])).toEqual([
        'token.lose',
        'token.return',
        'token.break',
        'token.retire',
      ]);
    });

    it('leaves to Okta what Okta has to change first', async () => {
      const db = await open();
      const row = await assigned(db);
      for (const report of ['lose', 'break', 'return', 'retire'] as const)
        expect(await note(db, row.serial, report)).toMatchObject({ kind: 'refused', why: 'okta' });
      await revoked(db, row, { report: 'lose' });
      expect(await findToken(db, row.serial)).toMatchObject({
        state: 'lost',
        userId: undefined,
        formerUserId: row.userId,
        formerUserLogin: row.userLogin,
      });
      expect(await note(db, row.serial, 'find')).toMatchObject({ kind: 'refused', why: 'okta' });
      expect(await note(db, row.serial, 'return')).toMatchObject({
        kind: 'moved',
        token: { state: 'stock', formerUserId: undefined },
      });
    });
  });

  describe('a conflict since the plan', () => {
    it('is told before the row is run', async () => {
      const db = await open();
      const known = await stocked(db);
      const taken = await assigned(db);
      const lost = await stocked(db);
      await note(db, lost.serial, 'lose');
      const rows: readonly (readonly [string | undefined, NewRow])[] = [
        [undefined, make.newRow()],
        [undefined, make.newRow({ serial: known.serial, seedFingerprint: known.seedFingerprint })],
        [undefined, make.newRow({ serial: known.serial, seedFingerprint: '' })],
        ['seed_mismatch', make.newRow({ serial: known.serial })],
        ['seed_reused', make.newRow({ seedFingerprint: known.seedFingerprint })],
        ['serial_taken', make.newRow({ serial: taken.serial, seedFingerprint: '' })],
        ['serial_unusable', make.newRow({ serial: lost.serial, seedFingerprint: '' })],
        ['serial_taken', stockRow({ serial: known.serial, seedFingerprint: known.seedFingerprint })],
        [undefined, make.newRow({ serial: taken.serial, action: 'unenroll', verdict: 'unenroll' })],
      ];
      await running(
        db,
        rows.map(([, row]) => row),
      );
      for (const [conflict, row] of rows)
        expect([row.line, await tokenConflict(db, row.id)]).toEqual([row.line, conflict]);
    });

    it('keeps stock from being taken in twice, and leaves the row as it was', async () => {
      const db = await open();
      const known = await stocked(db);
      const again = stockRow({ serial: known.serial });
      const { id } = await running(db, [again]);
      const before = await eventsOf(db, id);
      await expect(take(db, again)).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await eventsOf(db, id)).toEqual(before);
      expect(await findToken(db, known.serial)).toMatchObject({ seedFingerprint: known.seedFingerprint });
    });

    it('never keeps from the record what Okta has done', async () => {
      const db = await open();
      const known = await stocked(db);
      const twin = await assigned(db, { seedFingerprint: known.seedFingerprint });
      expect(await findToken(db, twin.serial)).toMatchObject({ state: 'assigned', seedFingerprint: '' });
    });
  });
}
