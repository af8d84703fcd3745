import { describe, expect, it } from 'vitest';
import { firstSight, forgetSeen, getCursor, setCursor, wasSeen } from '../../../src/store/seen.ts';
import type { OpenDb } from '../fixture.ts';

export function seenContract(open: OpenDb): void {
  describe('what was seen', () => {
    it('is new once, until it is forgotten', async () => {
      const db = await open();
      const sights = await Promise.all([1, 2, 3].map((at) => firstSight(db, 'event:E1', at)));
      expect(sights).toEqual([true, false, false]);
      expect(await wasSeen(db, 'event:E1')).toBe(true);
      expect(await wasSeen(db, 'event:E2')).toBe(false);
      await forgetSeen(db, 1);
      expect(await firstSight(db, 'event:E1', 4)).toBe(false);
      await forgetSeen(db, 2);
      expect(await firstSight(db, 'event:E1', 4)).toBe(true);
    });

    it('is remembered up to a cursor', async () => {
      const db = await open();
      expect(await getCursor(db, 'files:C1')).toBeUndefined();
      await setCursor(db, 'files:C1', 1_767_603_600_000);
      await setCursor(db, 'files:C1', 1_767_603_600_001);
      expect(await getCursor(db, 'files:C1')).toBe(1_767_603_600_001);
      expect(await getCursor(db, 'files:C2')).toBeUndefined();
    });
  });
}
