import { onTestFinished } from 'vitest';
import { defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message } from '../../sandbox/slack/world.ts';
import { buttonsOf, setStage, type Stage, textOf } from '../../sandbox/story/stage.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Batch } from '../../src/domain/batch.ts';
import { auditOf } from '../../src/store/audit.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Db } from '../../src/store/db.ts';
import { openStore } from '../../src/store/open.ts';
import { type Desk, type DeskOptions, openDesk } from '../support/desk.ts';

const channelId = defaultPlaces.admins;

export interface BotOptions extends DeskOptions {
  /** Over which of its two ways Slack reaches the bot. */
  readonly receive?: 'socket' | 'http';
}

/** The whole bot in this process, and the people it works for. */
export interface Bot extends Desk {
  readonly app: RunningApp;
  /** Only for looking. */
  readonly db: Db;
  readonly stage: Stage;
  /** Codes with which the bot said that it cannot go on. */
  readonly fatal: readonly string[];
  /** Types a command and gives what the typist alone is shown. */
  ask(userId: string, line: string, where?: string): Promise<string>;
  /** Types a command that is answered by a card, and gives the card. */
  order(userId: string, line: string): Promise<Message>;
  /** Drops a file and gives its card, once it can be decided. */
  drop(userId: string, csv: string): Promise<Message>;
  /** Presses a button and gives what the presser alone is shown; empty where the press was taken. */
  press(userId: string, card: Message, action: string, stale?: boolean): Promise<string>;
  /** The card as it is now, once it shows these words. */
  shows(card: Message, words: string): Promise<Message>;
  lastBatch(): Promise<Batch | undefined>;
  /** Codes of what was refused so far, the oldest first. */
  refusals(): Promise<readonly string[]>;
}

export async function openBot(options: BotOptions = {}): Promise<Bot> {
  // Bolt holds the time of a signature against the machine's own clock.
  const desk = await openDesk(options.receive === 'http' ? { startsAt: Date.now(), ...options } : options);
  const { slack, clock, log } = desk;
  const config = options.receive === 'http' ? overHttp(desk) : desk.config;
  const fatal: string[] = [];
  const app = await startApp(config, { clock, log, onFatal: (code) => fatal.push(code) });
  onTestFinished(() => app.stop(1_000));
  if (options.receive === 'http') slack.setRequestUrl(`http://127.0.0.1:${String(app.port)}/slack/events`);
  const store = await openStore({ dataDir: config.dataDir, readOnly: true });
  onTestFinished(() => store.close());
  const { db } = store;
  const stage = setStage(desk);

  /** What somebody is shown by `act`: at once, or when what he asked for was looked up. */
  async function answerTo(userId: string, act: () => Promise<string | undefined>): Promise<string> {
    const before = stage.whispers(userId).length;
    const given = await act();
    if (given !== undefined) return given;
    const answer = await clock.until('an answer', () => stage.whispers(userId)[before]);
    return textOf(answer);
  }

  /** The next card in the channel that can be decided. */
  async function cardAfter(act: () => Promise<unknown>): Promise<Message> {
    const before = stage.cards().length;
    await act();
    return clock.until('a card', () => {
      const card = stage.cards()[before];
      return card !== undefined && buttonsOf(card).length > 0 && card;
    });
  }

  return {
    ...desk,
    app,
    db,
    stage,
    fatal,
    ask: (userId, line, where = channelId) =>
      answerTo(userId, async () => {
        const seen = await slack.people.slash(userId, where, line);
        if (seen.outcome !== 'answered') return seen.outcome;
        return seen.ephemeral === undefined ? undefined : textOf(seen.ephemeral);
      }),
    order: (userId, line) => cardAfter(() => slack.people.slash(userId, channelId, line)),
    drop: (userId, csv) =>
      cardAfter(() =>
        slack.people.upload(userId, channelId, { name: 'tokens.csv', bytes: Buffer.from(csv) }),
      ),
    async press(userId, card, action, stale = false) {
      const before = { whispers: stage.whispers(userId).length, decisions: await decisions(db) };
      const { outcome } = await slack.people.click(userId, { channelId, ts: card.ts }, action, { stale });
      if (outcome !== 'acked') return outcome;
      const answer = await clock.until('an answer to the press', async () => {
        const whisper = stage.whispers(userId)[before.whispers];
        if (whisper !== undefined) return { text: textOf(whisper) };
        return (await decisions(db)) > before.decisions && { text: '' };
      });
      return answer.text;
    },
    shows: (card, words) =>
      clock.until(`the card to show ${words}`, () => {
        const now = stage.cards().find(({ ts }) => ts === card.ts);
        return now !== undefined && textOf(now).includes(words) && now;
      }),
    lastBatch: async () => (await latestBatches(db, 1))[0],
    refusals: async () =>
      (await auditOf(db, {}))
        .filter(({ event }) => event === 'refusal')
        .map(({ detail }) => /"code":"(\w+)"/u.exec(detail)?.[1] ?? '')
        .toReversed(),
  };
}

function overHttp({ config, slack }: Desk): Config {
  const signingSecret = new Secret(slack.tokens.signingSecret);
  return { ...config, slack: { ...config.slack, receive: { kind: 'http', signingSecret } } };
}

/** How many decisions were taken so far. */
async function decisions(db: Db): Promise<number> {
  const [counted] = await db.query(
    "SELECT count(*) AS n FROM audit WHERE event IN ('batch.approve', 'batch.reject', 'batch.withdraw', 'batch.pause', 'batch.resume', 'batch.stop') AND actor <> 'bot'",
  );
  return Number(counted?.['n']);
}
