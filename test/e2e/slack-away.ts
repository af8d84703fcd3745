import { describe, expect, it, vi } from 'vitest';
import type { Cut } from '../../sandbox/slack/faults.ts';
import { defaultScopes } from '../../sandbox/slack/default-world.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message } from '../../sandbox/slack/world.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { openStore } from '../../src/store/open.ts';
import { type Desk, dropFile, employ, ended, enrolled, generousOkta, openDesk, press } from './desk.ts';
import { balance } from './ledger.ts';
import { vendorTokens } from './vendor.ts';

const { maria } = defaultPeople;

const enrolRoute = 'POST /api/v1/users/{userId}/factors';

/** More rows than can be under way at once, so that the batch lasts while connections are made again. */
const longBatch = 300;

/** A batch of so many rows that takes some seconds, approved and under way. */
async function runningBatch(desk: Desk, name: string, count: number) {
  const tokens = vendorTokens(name, count);
  employ(desk, tokens);
  const card = await dropFile(desk, tokens);
  desk.okta.faults.add({ route: enrolRoute, fault: { kind: 'slow', ms: 1_000 } });
  await press(desk, card, 'batch.approve');
  await enrolled(desk, tokens, 6);
  return { tokens, card };
}

const offers = (desk: Desk, card: Message, button: string): true | undefined =>
  desk.stage.cards().some((one) => one.ts === card.ts && buttonsOf(one).includes(button)) ? true : undefined;

/** The answer to a command, which comes over the connections. */
async function answer(desk: Desk, line: string): Promise<string> {
  const seen = await desk.slack.people.slash(maria.id, defaultPlaces.admins, line);
  return seen.outcome === 'answered' && seen.ephemeral !== undefined ? textOf(seen.ephemeral) : seen.outcome;
}

describe.concurrent('connections that end in the middle of a batch', () => {
  it.for<Cut>(['warning', 'refresh_requested', 'too_many_websockets', 'link_disabled', 'close', 'reset'])(
    'are made again after %s, and Okta does not notice',
    { timeout: 60_000 },
    async (how, test) => {
      const desk = await openDesk(test, { okta: generousOkta });
      const { tokens, card } = await runningBatch(desk, how.replaceAll('_', ''), longBatch);
      desk.slack.faults.cut(how);
      await desk.heard('"message":"connected to slack"', 4);
      await desk.stage.until('the button to pause', () => offers(desk, card, 'batch.pause'));
      await press(desk, card, 'batch.pause');
      await desk.stage.until('the button to go on', () => offers(desk, card, 'batch.resume'));
      await press(desk, card, 'batch.resume');
      expect(await answer(desk, '/token help')).toContain('/token assign');
      expect(await ended(desk, card)).toContain(`${String(longBatch)} enrolled`);
      expect((await balance(desk, tokens)).wrong).toEqual([]);
      expect(await desk.bot().stop()).toBe(0);
    },
  );
});

/** What stands in the thread: of a row its serial, of the rest what it is. */
const thread = (desk: Desk, card: Message): readonly string[] =>
  desk.stage.thread(card.ts).map((message) => {
    if (message.fileIds.length > 0) return 'a file';
    const [, serial] = /token `(\d+)`/u.exec(textOf(message)) ?? [];
    return serial ?? /🔓|🟢/u.exec(textOf(message))?.[0] ?? textOf(message);
  });

/** The serials in the order in which their outcomes were put down to be told. */
async function toTell({ dataDir }: Desk): Promise<readonly string[]> {
  const store = await openStore({ dataDir, readOnly: true });
  try {
    const rows = await store.db.query(
      "SELECT serial FROM outbox JOIN batch_row ON batch_row.id = row_id WHERE kind = 'row' ORDER BY outbox.id",
    );
    return rows.map(({ serial }) => String(serial));
  } finally {
    await store.close();
  }
}

const failures = ({ slack }: Desk): number => slack.journal.filter(({ status }) => status === 503).length;

describe.concurrent('a Slack that fails while a batch runs', () => {
  it.for([
    ['that refuses everything', 'before', defaultScopes],
    ['that does everything and says that it failed', 'after', [...defaultScopes, 'groups:history']],
  ] as const)(
    '%s costs no row, and afterwards nothing is missing, doubled or out of order',
    { timeout: 120_000 },
    async ([, when, scopes], test) => {
      const desk = await openDesk(test, { okta: generousOkta, slack: { scopes } });
      const { tokens, card } = await runningBatch(desk, 'outage', 12);
      desk.slack.faults.add({ at: 'api', fault: { do: 'html', status: 503, when } });
      await enrolled(desk, tokens, 12);
      await vi.waitFor(() => expect(failures(desk)).toBeGreaterThanOrEqual(6), 30_000);
      desk.slack.faults.clear();
      expect(await ended(desk, card)).toContain('12 enrolled');
      await desk.stage.until(
        'the report',
        () => (thread(desk, card).includes('🟢') ? true : undefined),
        60_000,
      );
      expect(thread(desk, card)).toEqual(['a file', '🔓', ...(await toTell(desk)), 'a file', '🟢']);
      expect((await balance(desk, tokens)).wrong).toEqual([]);
    },
  );
});
