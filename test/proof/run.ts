import type { RowState } from '../../src/domain/row.ts';
import { openStore } from '../../src/store/open.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { startBot } from './bot.ts';
import { violations } from './invariants.ts';
import { createLife, Death, type Life } from './life.ts';
import { type Office, openOffice } from './office.ts';
import { devices, makeWish, play, type Script, theBatch, type Wish } from './script.ts';

export interface Run {
  /** The step at which the first bot died; undefined when it came to the end. */
  readonly diedAt: string | undefined;
  readonly wrong: readonly string[];
  readonly states: readonly RowState[];
}

/** Plays a script with a bot that dies at its `point`-th step, then with others on the same data, to the end. */
export async function runScript(script: Script, point: number): Promise<Run> {
  const office = await openOffice();
  script.faults?.(office);
  const wish = await makeWish(office, script);
  const uncovered: string[] = [];
  const first = createLife(point);
  const lives = [first, ...(script.again === true ? [createLife(((point * 7) % 40) + 2)] : []), createLife()];
  for (const life of lives) {
    await live(office, { script, wish, life, uncovered });
    if (!life.dead) break;
  }
  return {
    diedAt: first.dead ? first.steps.at(-1) : undefined,
    wrong: [...uncovered, ...(await violations(office, devices))],
    states: await statesOf(office),
  };
}

interface Part {
  readonly script: Script;
  readonly wish: Wish;
  readonly life: Life;
  readonly uncovered: string[];
}

async function live(office: Office, { script, wish, life, uncovered }: Part): Promise<void> {
  const { lateMs } = script;
  const bot = await startBot(office, {
    life,
    onUncovered: (request) => uncovered.push(`no intent for ${request}`),
    onLeftOver: lateMs === undefined ? undefined : (deliver) => void office.clock.sleep(lateMs).then(deliver),
  }).catch(unlessDead);
  if (bot === undefined) return;
  const played = play(office, bot, wish, () => life.dead);
  await Promise.race([played, life.death]).catch(unlessDead);
  await bot.end();
}

function unlessDead(error: unknown): undefined {
  if (!(error instanceof Death)) throw error;
}

async function statesOf({ config }: Office): Promise<readonly RowState[]> {
  const store = await openStore({ dataDir: config.dataDir, readOnly: true });
  const batch = await theBatch(store.db);
  const rows = batch === undefined ? [] : await rowsOf(store.db, batch.id);
  await store.close();
  return rows.map(({ state }) => state);
}
