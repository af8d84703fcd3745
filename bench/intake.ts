import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parse } from 'csv-parse/sync';
import type { Reading } from '../src/domain/intake.ts';
import { readVendorFile } from '../src/intake/read-vendor-file.ts';
import { type Figure, figure, quantile, timed } from './figures.ts';

const rounds = 5;
const rowCount = 100_000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** From the bytes of a vendor's file to checked rows, beside csv-parse alone on the same bytes in the same run. */
export async function benchIntake(): Promise<readonly Figure[]> {
  const file = vendorFile(rowCount);
  const before = process.memoryUsage().rss;
  await readWhole(file);
  const grown = process.memoryUsage().rss - before;
  const bare: number[] = [];
  const ours: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timed(() => Promise.resolve(parse(file))));
    delay.enable();
    ours.push(await timed(() => readWhole(file)));
    delay.disable();
  }
  const name = `${String(rowCount)} rows`;
  return [
    figure(`${name}, split by csv-parse`, 'ms', ...bare),
    figure(`${name}, read and checked`, 'ms', ...ours),
    figure('times csv-parse alone', '', quantile(ours, 0.5) / quantile(bare, 0.5)),
    figure('other work waits, 99 of 100 times at most', 'ms', delay.percentile(99) / 1e6),
    ...(await perRow()),
    figure('memory the first reading takes', 'MB', grown / 2 ** 20),
  ];
}

/** What one row costs in files of different sizes. */
async function perRow(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const rows of [1_000, 10_000, 100_000]) {
    const file = vendorFile(rows);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      times.push(((await timed(() => readWhole(file))) * 1_000) / rows);
    figures.push(figure(`each row of ${String(rows)}`, 'µs', ...times));
  }
  return figures;
}

async function readWhole(file: Uint8Array): Promise<Reading> {
  const reading = await readVendorFile(file, { maxBytes: file.length, maxRows: rowCount });
  if (reading.kind !== 'rows') throw new Error(`the file was ${reading.kind}`);
  return reading;
}

const vendorFile = (rows: number): Buffer =>
  Buffer.from(
    [
      'upn,serial number,secret key,timeinterval,manufacturer,model',
      ...Array.from({ length: rows }, (_, index) => {
        const digest = createHash('sha256').update(String(index)).digest();
        const seed = [...digest].map((byte) => alphabet.charAt(byte % 32)).join('');
        return `user${String(index)}@acme.example,${String(245_200_000_000 + index)},${seed},30,Token2,C202`;
      }),
      '',
    ].join('\r\n'),
  );
