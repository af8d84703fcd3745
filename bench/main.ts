// `npm run bench`: what the bot costs and what it is worth, against the local Slack and the local Okta.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAllowance } from './allowance.ts';
import { benchCompare } from './compare.ts';
import { benchCost } from './cost.ts';
import { type Figure, tableOf } from './figures.ts';
import { benchIntake } from './intake.ts';
import { benchLarge } from './large.ts';
import { benchStart } from './start.ts';
import { benchStore } from './store.ts';

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  intake: benchIntake,
  store: benchStore,
  start: async () => [await benchStart()],
  compare: benchCompare,
  large: benchLarge,
  cost: benchCost,
  allowance: benchAllowance,
};

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

const machine = `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown processor'}`;
console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${machine}`);
for (const [name, bench] of Object.entries(parts)) {
  if (positionals.length === 0 || positionals.includes(name))
    console.log(
      `\n${name}\n${tableOf(await bench())}\nload of the machine: ${loadavg()[0]?.toFixed(1) ?? ''}`,
    );
}
