import type { ChainedAudit } from '../domain/audit.ts';
import { csv } from '../domain/files.ts';
import { rowsAfter } from '../store/audit.ts';
import type { Db } from '../store/db.ts';
import { ocsfEvent } from './ocsf.ts';

export const exportFormats = ['jsonl', 'csv', 'ocsf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The audit as text in parts, oldest entry first, from a time (epoch ms) on. It holds no seed: the audit has none. */
export async function* exportAudit(
  db: Db,
  { format, since }: { readonly format: ExportFormat; readonly since: number },
): AsyncGenerator<string> {
  if (format === 'csv') yield csv(csvHeading, []);
  let last = 0;
  for (;;) {
    const rows = await rowsAfter(db, last);
    if (rows.length === 0) return;
    last = rows.at(-1)?.seq ?? last;
    yield rows
      .filter(({ at }) => at >= since)
      .map(lineIn[format])
      .join('');
  }
}

const csvHeading = [
  'seq',
  'at',
  'actor',
  'event',
  'batch',
  'row',
  'serial',
  'user',
  'detail',
  'prev_hash',
  'hash',
];

const csvCells = (row: ChainedAudit): readonly string[] => [
  String(row.seq),
  new Date(row.at).toISOString(),
  row.actor,
  row.event,
  row.batchId ?? '',
  row.rowId ?? '',
  row.serial ?? '',
  row.userId ?? '',
  row.detail,
  row.prevHash,
  row.hash,
];

const lineIn: Readonly<Record<ExportFormat, (row: ChainedAudit) => string>> = {
  // As it is stored and hashed, `detail` as its canonical text: the chain can be followed in the export as well.
  jsonl: (row) => `${JSON.stringify(row)}\n`,
  csv: (row) => csv(csvCells(row), []),
  ocsf: (row) => `${JSON.stringify(ocsfEvent(row))}\n`,
};
