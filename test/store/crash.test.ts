import { expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { findRow, recoverRows } from '../../src/store/rows.ts';
import { temporaryDir, temporaryStore } from '../support/store.ts';
import { t0 } from './fixture.ts';
import { startChild } from './child/start.ts';

it.each([1, 2, 17, 60, 141])(
  'keeps what was promised when the process is killed after %i rows',
  async (count) => {
    const dataDir = temporaryDir();
    const child = startChild('work', dataDir);
    const promised = new Map<string, string>();
    for await (const line of child.lines) {
      const [id = '', state = ''] = line.split(' ');
      promised.set(id, state);
      if (promised.size >= count) break;
    }
    await child.kill();
    const { db } = await temporaryStore(dataDir);
    for (const [id, state] of promised) expect([id, (await findRow(db, id))?.state]).toEqual([id, state]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
    expect(await db.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const doubtful = await recoverRows(db, t0);
    expect(doubtful.length).toBeGreaterThanOrEqual(
      [...promised.values()].filter((state) => state === 'intended').length,
    );
    const [open] = await db.query(
      "SELECT count(*) AS n FROM batch_row WHERE state = 'intended' OR (state = 'enrolled') <> EXISTS (SELECT 1 FROM token WHERE token.factor_id = batch_row.factor_id)",
    );
    expect(open).toEqual({ n: 0 });
  },
);
