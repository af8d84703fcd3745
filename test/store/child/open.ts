/** Opens a data directory as another process would: `node open.ts <dataDir> [<migrations>]`, and stays until killed. */
import { AppError } from '../../../src/domain/errors.ts';
import { openStore } from '../../../src/store/open.ts';

const [, , dataDir = '', migrations] = process.argv;
process.stdout.write('opening\n');
try {
  await openStore({ dataDir, migrations });
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof AppError ? error.code : String(error)}\n`);
  process.exitCode = 75;
}
