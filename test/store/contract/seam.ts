import { describe, expect, it } from 'vitest';
import type { Db } from '../../../src/store/db.ts';
import type { OpenDb } from '../fixture.ts';

const put = (db: Db, key: string): Promise<unknown> =>
  db.query('INSERT INTO seen (key, at) VALUES ($1, 1)', [key]);
const keys = async (db: Db): Promise<readonly unknown[]> =>
  (await db.query('SELECT key FROM seen ORDER BY key')).map((row) => row['key']);

export function seamContract(open: OpenDb): void {
  describe('the seam', () => {
    it('binds a parameter wherever its number stands', async () => {
      const db = await open();
      expect(await db.query('SELECT $2 AS b, $1 AS a, $2 AS again', ['x', 'y'])).toEqual([
        { a: 'x', b: 'y', again: 'y' },
      ]);
    });

    it('undoes all of a transaction that throws, and passes the error on', async () => {
      const db = await open();
      const failure = new Error('no');
      await expect(
        db.tx(async (tx) => {
          await put(tx, 'a');
          throw failure;
        }),
      ).rejects.toBe(failure);
      expect(await keys(db)).toEqual([]);
    });

    it('keeps a stranger out of an open transaction', async () => {
      const db = await open();
      const begun = Promise.withResolvers<undefined>();
      const goOn = Promise.withResolvers<undefined>();
      const doomed = db.tx(async (tx) => {
        await put(tx, 'doomed');
        begun.resolve(undefined);
        await goOn.promise;
        throw new Error('no');
      });
      await begun.promise;
      const stranger = put(db, 'stranger');
      goOn.resolve(undefined);
      await expect(doomed).rejects.toThrow('no');
      await stranger;
      expect(await keys(db)).toEqual(['stranger']);
    });

    it('undoes a transaction inside a transaction alone', async () => {
      const db = await open();
      await db.tx(async (tx) => {
        await put(tx, 'outer');
        await expect(
          tx.tx(async (inner) => {
            await put(inner, 'inner');
            throw new Error('no');
          }),
        ).rejects.toThrow('no');
        await tx.tx((inner) => put(inner, 'second'));
      });
      expect(await keys(db)).toEqual(['outer', 'second']);
    });

    it('refuses a transaction that is used after its end', async () => {
      const db = await open();
      let kept: Db | undefined;
      await db.tx(async (tx) => {
        kept = tx;
      });
      await expect(put(kept ?? db, 'late')).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await keys(db)).toEqual([]);
    });

    it('goes on after a statement that fails', async () => {
      const db = await open();
      await put(db, 'a');
      await expect(put(db, 'a')).rejects.toMatchObject({ code: 'INTERNAL' });
      await put(db, 'b');
      expect(await keys(db)).toEqual(['a', 'b']);
    });
  });
}
