import { describe, expect, it } from 'vitest';
import {
  type Desk,
  dropFile,
  employ,
  ended,
  enrolled,
  generousOkta,
  openDesk,
  press,
  within,
} from './desk.ts';
import { balance } from './ledger.ts';
import { vendorTokens } from './vendor.ts';

const enrolRoute = 'POST /api/v1/users/{userId}/factors';

const enrolments = ({ okta }: Desk): number =>
  okta.journal.filter(({ method, route }) => `${method} ${route ?? ''}` === enrolRoute).length;

describe.concurrent('a bot that is told to stop', () => {
  it(
    'settles the rows under way, ends with 0, and goes on at the next start',
    { timeout: 60_000 },
    async (test) => {
      const desk = await openDesk(test, { okta: generousOkta });
      // More rows than can be under way at once.
      const tokens = vendorTokens('stop', 200);
      employ(desk, tokens);
      const card = await dropFile(desk, tokens);
      desk.okta.faults.add({ route: enrolRoute, fault: { kind: 'slow', ms: 500 } });
      await press(desk, card, 'batch.approve');
      await enrolled(desk, tokens, 12);

      const end = await within(10_000, 'the stop', desk.bot().stop('SIGTERM'));
      expect(end).toBe(0);
      const { states, wrong } = await balance(desk, tokens);
      expect(Object.keys(states).toSorted()).toEqual(['enrolled', 'planned']);
      expect(states['enrolled']).toBe(enrolments(desk));
      expect(wrong).toEqual([]);

      await desk.restart('SIGTERM');
      expect(await ended(desk, card)).toContain('200 enrolled');
      expect(enrolments(desk)).toBe(200);
      expect((await balance(desk, tokens)).wrong).toEqual([]);
    },
  );

  it(
    'ends within 30 s while Okta says nothing, with all that is known on disk',
    { timeout: 90_000 },
    async (test) => {
      const desk = await openDesk(test, { okta: generousOkta });
      const tokens = vendorTokens('hung', 6);
      employ(desk, tokens);
      const card = await dropFile(desk, tokens);
      const fault = { kind: 'lose_reply', how: 'hang' } as const;
      desk.okta.faults.add({ route: enrolRoute, fault, nth: [2, 3, 4, 5, 6] });
      await press(desk, card, 'batch.approve');
      await enrolled(desk, tokens, 6);

      const begun = performance.now();
      expect(await within(30_000, 'the stop', desk.bot().stop('SIGTERM'))).toBe(0);
      expect(performance.now() - begun).toBeLessThan(30_000);
      expect((await balance(desk, tokens)).states).toEqual({ enrolled: 1, unknown: 5 });

      desk.okta.faults.clear();
      await desk.restart('SIGTERM');
      expect(await ended(desk, card)).toContain('6 enrolled');
      expect(enrolments(desk)).toBe(6);
      expect((await balance(desk, tokens)).wrong).toEqual([]);
    },
  );

  it('ends at once when it is told again, and looks at the next start', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test, { okta: generousOkta });
    const tokens = vendorTokens('twice', 6);
    employ(desk, tokens);
    const card = await dropFile(desk, tokens);
    // The first answer says how many more may follow at once.
    desk.okta.faults.add({
      route: enrolRoute,
      fault: { kind: 'lose_reply', how: 'hang' },
      nth: [2, 3, 4, 5, 6],
    });
    await press(desk, card, 'batch.approve');
    await enrolled(desk, tokens, 6);

    const bot = desk.bot();
    void bot.stop('SIGTERM');
    await desk.heard('"message":"stopping"');
    expect(await within(2_000, 'the second stop', bot.stop('SIGTERM'))).toBe(1);

    desk.okta.faults.clear();
    await desk.restart('SIGTERM');
    expect(await ended(desk, card)).toContain('6 enrolled');
    expect(enrolments(desk)).toBe(6);
    expect((await balance(desk, tokens)).wrong).toEqual([]);
  });

  it('keeps no message back that it had promised', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test, { okta: generousOkta });
    const tokens = vendorTokens('told', 5);
    employ(desk, tokens);
    const card = await dropFile(desk, tokens);
    await press(desk, card, 'batch.approve');
    await enrolled(desk, tokens, 5);
    expect(await within(10_000, 'the stop', desk.bot().stop('SIGINT'))).toBe(0);
    await desk.restart('SIGTERM');
    await desk.stage.until('a reply for every row', () => {
      const said = JSON.stringify(desk.stage.thread(card.ts));
      return tokens.every(({ serial }) => said.includes(serial)) ? true : undefined;
    });
  });
});
