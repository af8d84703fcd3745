import { describe, expect, it } from 'vitest';
import {
  type Desk,
  dropFile,
  employ,
  ended,
  enrolled,
  factorsOf,
  generousOkta,
  openDesk,
  press,
} from './desk.ts';
import { base32 } from './encodings.ts';
import { balance } from './ledger.ts';
import { sinksOf } from './sinks.ts';
import { vendorTokens } from './vendor.ts';

/** A request that had not left when the bot was killed may still be on its way: it is asked again after 90 s. */
const patienceMs = 200_000;

const enrolRoute = 'POST /api/v1/users/{userId}/factors';

describe.concurrent('a bot that is killed', () => {
  it(
    'ends a thousand rows right although it is killed twice in the middle',
    { timeout: 240_000 },
    async (test) => {
      const desk = await openDesk(test, { okta: generousOkta });
      const tokens = vendorTokens('thousand', 1_000);
      employ(desk, tokens);
      const card = await dropFile(desk, tokens);
      await press(desk, card, 'batch.approve');
      for (const count of [300, 600]) {
        await enrolled(desk, tokens, count);
        await desk.restart('SIGKILL');
      }
      expect(await ended(desk, card, patienceMs)).toContain('1,000 enrolled');
      expect(await desk.bot().stop()).toBe(0);

      expect(factorsOf(desk, tokens)).toHaveLength(1_000);
      expect(await balance(desk, tokens)).toEqual({
        states: { enrolled: 1_000 },
        wrong: [],
        twice: [],
        auditHolds: true,
      });
      const everything = Object.values(await sinksOf(desk)).join('\n');
      expect(tokens.filter(({ seed }) => everything.includes(base32(seed)))).toEqual([]);
    },
  );

  it(
    'settles a hundred rows by looking while Okta also loses answers and fails',
    { timeout: 240_000 },
    async (test) => {
      const desk = await openDesk(test, {
        okta: { ...generousOkta, seed: 20_260 },
        env: { THREAD_REPLIES: 'problems' },
      });
      const tokens = vendorTokens('hundred', 100);
      employ(desk, tokens);
      const card = await dropFile(desk, tokens);
      const { faults } = desk.okta;
      faults.add({ route: enrolRoute, fault: { kind: 'lose_reply', how: 'reset' }, probability: 0.15 });
      faults.add({
        route: enrolRoute,
        fault: { kind: 'error', status: 500, when: 'after' },
        probability: 0.15,
      });
      faults.add({
        route: enrolRoute,
        fault: { kind: 'error', status: 500, when: 'before' },
        probability: 0.15,
      });
      await press(desk, card, 'batch.approve');
      await enrolled(desk, tokens, 40);
      await desk.restart('SIGKILL');
      // Rows that were cut off by the kill are asked again later; a second bad answer would leave them to a person.
      await desk.stage.until(
        'Okta’s bad time to end',
        () => (asked(desk).size >= 90 ? true : undefined),
        30_000,
      );
      const hit = faults.rules.map(({ fired }) => fired);
      faults.clear();

      expect(await ended(desk, card, patienceMs)).toContain('100 enrolled');
      expect(
        hit.every((fired) => fired > 3),
        `faults that hit: ${hit.join(', ')}`,
      ).toBe(true);
      expect(await balance(desk, tokens)).toEqual({
        states: { enrolled: 100 },
        wrong: [],
        twice: [],
        auditHolds: true,
      });
    },
  );
});

/** The users for whom an enrolment reached Okta, whatever came of it. */
const asked = ({ okta }: Desk): ReadonlySet<string> =>
  new Set(
    okta.journal
      .filter(({ method, route }) => `${method} ${route ?? ''}` === enrolRoute)
      .map(({ path }) => path),
  );
