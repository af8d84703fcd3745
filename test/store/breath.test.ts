import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';

/** Some ten milliseconds or more, in the driver, without a pause. */
const long =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT max(i) FROM n';

it('lets timers and sockets have their turn while the database is busy', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'token-desk-'));
  const store = await openStore({ dataDir });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const order: string[] = [];
  const work = Array.from({ length: 10 }, () => store.db.query(long).then(() => order.push('query')));
  setImmediate(() => order.push('other'));
  await Promise.all(work);
  expect(order.indexOf('other')).toBeLessThan(5);
  expect(order).toContain('other');
});
