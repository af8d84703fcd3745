import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { backupFolder, databaseFile } from '../store/open.ts';
import type { Metrics } from './definitions.ts';

/** Looks at files and the disk under a data directory; what is not there counts as 0. */
export async function readDisk(metrics: Metrics, dataDir: string): Promise<void> {
  const path = join(dataDir, databaseFile);
  metrics.databaseBytes.set(await sizeOf(path));
  metrics.walBytes.set(await sizeOf(`${path}-wal`));
  const { bavail, bsize } = await statfs(dataDir);
  metrics.diskFree.set(bavail * bsize);
  metrics.backupAt.set(await newestIn(join(dataDir, backupFolder)));
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const times = await Promise.all(
    names
      .filter((name) => name.endsWith('.db'))
      .map(async (name) => (await stat(join(folder, name))).mtimeMs),
  );
  return Math.max(0, ...times) / 1000;
}
