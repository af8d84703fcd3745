import { onTestFinished } from 'vitest';
import type { OktaOptions } from '../../sandbox/okta/server.ts';
import type { SlackOptions } from '../../sandbox/slack/server.ts';
import type { Batch, BatchState } from '../../src/domain/batch.ts';
import type { Row } from '../../src/domain/row.ts';
import { moveBatch } from '../../src/store/batches.ts';
import { rowsOf } from '../../src/store/rows.ts';
import { csvOf, type Device, device } from '../support/vendor.ts';
import { type Bot, type BotOptions, startBot } from './bot.ts';
import { violations } from './invariants.ts';
import { createLife } from './life.ts';
import { type Office, openOffice } from './office.ts';
import { approve, ask, isDone, theBatch, type Wish } from './script.ts';

/** A bot that lives, with a file of many rows planned and not yet approved. */
export interface Crowd {
  readonly office: Office;
  readonly bot: Bot;
  readonly devices: readonly Device[];
  approve(): Promise<void>;
  /** Lets time go by until the batch is in one of these states. */
  until(...states: readonly BatchState[]): Promise<Batch>;
  /** Somebody presses Resume. */
  resume(): Promise<void>;
  rows(): Promise<readonly Row[]>;
  /** Waits until all is told, ends the bot and gives everything that does not hold. */
  wrong(): Promise<readonly string[]>;
}

export interface CrowdOptions extends Partial<Pick<BotOptions, 'through' | 'oktaTimeoutMs'>> {
  readonly okta?: OktaOptions;
  readonly slack?: SlackOptions;
}

const patienceMs = 120_000;

export async function openCrowd(
  count: number,
  { okta = {}, slack = {}, ...options }: CrowdOptions = {},
): Promise<Crowd> {
  const office = await openOffice({ okta, slack });
  const devices = Array.from({ length: count }, (_, index) =>
    device(index + 1, `crowd${String(index + 1)}@acme.example`),
  );
  for (const { user } of devices) office.okta.admin.addUser({ email: user });
  const wish: Wish = { fileId: await office.drop(csvOf(devices)), twice: false };
  const uncovered: string[] = [];
  const bot = await startBot(office, {
    ...options,
    life: createLife(),
    onUncovered: (request) => uncovered.push(`no intent for ${request}`),
  });
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= bot.end());
  onTestFinished(end);
  await ask(bot, wish);
  const until = (...states: readonly BatchState[]): Promise<Batch> =>
    office.clock.until(
      `a batch that is ${states.join(' or ')}`,
      async () => {
        const batch = await theBatch(bot.seen);
        return batch !== undefined && states.includes(batch.state) && batch;
      },
      patienceMs,
    );
  const planned = await until('awaiting_approval');
  return {
    office,
    bot,
    devices,
    until,
    approve: () => approve(bot, planned, office.clock.now()),
    async resume() {
      const { clock } = office;
      await moveBatch(bot.files.db, { batchId: planned.id, event: 'resume', at: clock.now(), actor: 'U1' });
      bot.jobs.wake.worker();
    },
    rows: () => rowsOf(bot.seen, planned.id),
    async wrong() {
      await office.clock.until('everything to be told', () => isDone(bot.seen), patienceMs);
      await end();
      return [...uncovered, ...(await violations(office, devices))];
    },
  };
}

/** How many rows are in which state. */
export const tally = (rows: readonly Row[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(rows, ({ state }) => state)].map(([state, { length }]) => [state, length]),
  );
