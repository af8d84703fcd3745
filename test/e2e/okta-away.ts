import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { buttonsOf } from '../../sandbox/story/stage.ts';
import { dropFile, employ, ended, generousOkta, openDesk, press } from './desk.ts';
import { balance } from './ledger.ts';
import { vendorFile, vendorTokens } from './vendor.ts';

describe.concurrent('an Okta that is not there', () => {
  it.for([
    ['does not answer', { kind: 'gateway' }],
    ['cuts every connection', { kind: 'cut', at: 'request' }],
  ] as const)(
    'keeps nobody waiting for longer when it %s at first',
    { timeout: 60_000 },
    async ([, fault], test) => {
      const desk = await openDesk(test, { okta: generousOkta });
      const tokens = vendorTokens('away', 5);
      employ(desk, tokens);
      desk.okta.faults.add({ route: '*', fault });
      await desk.restart('SIGTERM');
      await desk.slack.people.upload(defaultPeople.maria.id, defaultPlaces.admins, {
        name: 'vendor.csv',
        bytes: vendorFile(tokens),
      });
      await desk.heard('"message":"plan postponed"');
      desk.okta.faults.clear();
      const card = await desk.stage.until(
        'the plan',
        () => desk.stage.cards().find((one) => buttonsOf(one).includes('batch.approve')),
        30_000,
      );
      await press(desk, card, 'batch.approve');
      expect(await ended(desk, card)).toContain('5 enrolled');
      expect((await balance(desk, tokens)).wrong).toEqual([]);
    },
  );
});

describe.concurrent('an Okta that allows little', () => {
  it(
    'is asked as often as it allows, and refuses no row for asking too often',
    { timeout: 120_000 },
    async (test) => {
      const limits = {
        windowMs: 2_000,
        principalShare: 1,
        perMinute: { '/api/v1': 20, '/api/v1/users': 20 },
      };
      const desk = await openDesk(test, { okta: { limits } });
      const tokens = vendorTokens('little', 60);
      employ(desk, tokens);
      const card = await dropFile(desk, tokens);
      await press(desk, card, 'batch.approve');
      expect(await ended(desk, card, 60_000)).toContain('60 enrolled');
      expect(await balance(desk, tokens)).toEqual({
        states: { enrolled: 60 },
        wrong: [],
        twice: [],
        auditHolds: true,
      });
      const { journal } = desk.okta;
      const windows = Math.ceil(journal.length / 20);
      expect(journal.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(windows);
    },
  );
});
