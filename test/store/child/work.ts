/** Writes intents and outcomes for ever, and prints what is on disk: `node work.ts <dataDir>`. */
import { openStore } from '../../../src/store/open.ts';
import { make } from '../../support/make.ts';
import { enroll, intend, running } from '../fixture.ts';

const { db } = await openStore({ dataDir: process.argv[2] ?? '' });
const rows = Array.from({ length: 5_000 }, () => make.newRow());
await running(db, rows);
for (const [index, row] of rows.entries()) {
  const settled = index % 3 === 0 ? await intend(db, row.id) : await enroll(db, row);
  process.stdout.write(`${row.id} ${settled?.state ?? 'lost'}\n`);
}
