// `npm run licences`: every package the bot ships with, and its licence. Ends with 1 where one is not among those that an
// Apache-2.0 program can ship without a further thought.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'LGPL-3.0+',
  'MIT',
]);

const { packages } = lock.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')),
);
const shipped = Object.entries(packages)
  .filter(([path, { dev }]) => path !== '' && dev !== true)
  .map(([path, { version = '', license = 'unknown' }]) => ({
    name: path.replace(/^.*node_modules\//, ''),
    version,
    license,
  }));
for (const { name, version, license } of shipped) process.stdout.write(`${name}@${version}\t${license}\n`);
const odd = shipped.filter(({ license }) => !allowed.has(license));
for (const { name, license } of odd) process.stderr.write(`${name}: ${license} needs a decision\n`);
process.exitCode = odd.length === 0 ? 0 : 1;
