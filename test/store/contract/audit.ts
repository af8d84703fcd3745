import { describe, expect, it } from 'vitest';
import { appendAudit, auditHead, auditOf, recordRefusal, verifyAudit } from '../../../src/store/audit.ts';
import { make } from '../../support/make.ts';
import { enroll, type OpenDb, running, t0 } from '../fixture.ts';

export function auditContract(open: OpenDb): void {
  describe('the audit', () => {
    it('verifies from its first row, over more rows than are read at once', async () => {
      const db = await open();
      expect(await verifyAudit(db)).toMatchObject({ ok: true, count: 0 });
      await db.tx(async (tx) => {
        for (let index = 0; index < 2_345; index += 1) {
          await appendAudit(tx, { at: t0 + index, actor: 'U1', event: 'token.lose', serial: String(index) });
        }
      });
      expect(await verifyAudit(db)).toEqual({ ok: true, count: 2_345, hash: (await auditHead(db)).hash });
    });

    it('tells what happened to a batch, a row, a token and a user, newest first', async () => {
      const db = await open();
      const row = make.newRow({ serial: 'ab77' });
      const { id: batchId } = await running(db, [row, make.newRow()]);
      await enroll(db, row);
      await recordRefusal(db, {
        at: t0,
        actor: 'U9',
        batchId,
        code: 'not_an_approver',
        detail: { button: 'approve' },
      });
      const events = async (filter: Parameters<typeof auditOf>[1]) =>
        (await auditOf(db, filter)).map(({ event }) => event);
      expect(await events({ rowId: row.id })).toEqual(['row.enroll', 'row.intend']);
      expect(await events({ serial: 'AB77' })).toEqual(['row.enroll', 'row.intend']);
      expect(await events({ userId: row.userId, limit: 1 })).toEqual(['row.enroll']);
      expect(await events({ batchId })).toEqual(
        ['batch.create', 'batch.submit', 'batch.approve', 'row.intend', 'row.enroll', 'refusal'].toReversed(),
      );
      const [refusal] = await auditOf(db, { batchId, limit: 1 });
      expect(refusal).toMatchObject({ actor: 'U9', detail: '{"button":"approve","code":"not_an_approver"}' });
      expect(await events({ batchId, rowId: 'nobody' })).toEqual([]);
    });

    it('lets nobody change, delete, insert between or forge its end', async () => {
      const db = await open();
      await recordRefusal(db, { at: t0, actor: 'U1', code: 'a' });
      const attempts = [
        "UPDATE audit SET actor = 'U2'",
        'DELETE FROM audit',
        'INSERT INTO audit SELECT 5, at, actor, event, batch_id, row_id, serial_key, user_id, detail, prev_hash, hash FROM audit',
        "INSERT INTO audit SELECT 2, at, actor, event, batch_id, row_id, serial_key, user_id, detail, 'x', hash FROM audit",
        'UPDATE audit_head SET seq = 0',
        "UPDATE audit_head SET hash = 'x'",
        'DELETE FROM audit_head',
      ];
      for (const sql of attempts) await expect(db.query(sql)).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await verifyAudit(db)).toMatchObject({ ok: true, count: 1 });
    });
  });
}
