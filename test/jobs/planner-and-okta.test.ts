import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/okta/faults.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { openWork } from './at-work.ts';
import { enrolRoute, listRoute, requestsOn } from '../support/okta-truth.ts';
import { cardSays, dropped, states } from './planned.ts';
import { csvOf, devicesFor } from '../support/vendor.ts';

const [ana, ben] = ['ana@acme.example', 'ben@acme.example'] as const;
const devices = devicesFor(ana, ben);

describe('a plan for which Okta cannot be asked', () => {
  it.each<[string, Fault]>([
    ['is out of reach', { kind: 'cut', at: 'request' }],
    ['fails', { kind: 'error', status: 500, when: 'before' }],
    ['is read only', { kind: 'error', status: 503, when: 'before' }],
    ['answers with a page of a gateway', { kind: 'gateway' }],
  ])('waits while Okta %s, and is made when that is over', async (_how, fault) => {
    const work = await dropped(devices, ({ okta }) => okta.faults.add({ fault }));
    await work.clock.pass(10 * 60_000);
    const [waiting] = await latestBatches(work.db, 1);
    expect(waiting?.state).toBe('planning');
    await cardSays(work, 'Okta could not be asked');
    work.okta.faults.clear();
    await work.batch('awaiting_approval');
    expect(await states(work)).toEqual(['planned', 'planned']);
    await cardSays(work, 'Will change');
    expect(work.stage.cards()).toHaveLength(1);
  });

  it('asks less and less often meanwhile', async () => {
    const work = await dropped(devices, ({ okta }) => okta.faults.add({ fault: { kind: 'gateway' } }));
    await work.clock.pass(10 * 60_000);
    expect(work.okta.journal.length).toBeLessThan(40);
  });

  it('goes on after a restart', async () => {
    const work = await dropped(devices, ({ okta }) => okta.faults.add({ fault: { kind: 'gateway' } }));
    await work.clock.pass(60_000);
    await work.stop();
    work.okta.faults.clear();
    work.start();
    await work.batch('awaiting_approval');
    expect(await states(work)).toEqual(['planned', 'planned']);
  });

  it('is discarded with a sentence where Okta refuses the credential', async () => {
    const work = await dropped(devices, ({ okta }) => okta.admin.revokeCredential());
    const batch = await work.batch('discarded');
    expect(batch.trouble).toContain('refuses the credential');
    await cardSays(work, 'npm run doctor');
  });

  it('goes on where Okta stumbles over one user only, who is left out with the reason', async () => {
    const work = await openWork();
    work.start();
    const { id = '' } =
      [...work.okta.world.users.values()].find(({ profile }) => profile.login === ben) ?? {};
    // Ben comes second; whatever is asked about him fails.
    work.okta.faults.add({
      route: listRoute,
      fault: { kind: 'error', status: 500, when: 'before' },
      nth: [2, 3, 4],
    });
    await work.drop(csvOf(devices));
    await work.batch('awaiting_approval');
    expect(requestsOn(work.okta, listRoute).filter(({ path }) => path.includes(id))).toHaveLength(3);
    expect((await work.rows()).map(({ state, verdict }) => `${state} ${verdict}`)).toEqual([
      'planned enroll',
      'blocked user_unreadable',
    ]);
  });

  it('goes on where Okta refuses to show one user, and asks no second time', async () => {
    const work = await dropped(devices, ({ okta }) =>
      okta.faults.once(listRoute, { kind: 'refusal', code: 'E0000007' }),
    );
    await work.batch('awaiting_approval');
    const verdicts = (await work.rows()).map(({ verdict }) => verdict);
    expect(verdicts.toSorted()).toEqual(['enroll', 'user_unreadable']);
    expect(requestsOn(work.okta, listRoute)).toHaveLength(2);
  });

  it('says nothing of a single stumble, and tells of trouble that stays on one card', async () => {
    const work = await dropped(devices, ({ okta }) => okta.faults.add({ fault: { kind: 'gateway' } }));
    await work.clock.pass(5 * 60_000);
    await cardSays(work, 'keeps trying for an hour');
    expect(work.stage.cards()).toHaveLength(1);
    const quick = await dropped(devices, ({ okta }) =>
      okta.faults.add({ fault: { kind: 'gateway' }, times: 1 }),
    );
    await quick.batch('awaiting_approval');
    const [card] = quick.stage.cards();
    expect(card === undefined ? '' : textOf(card)).not.toContain('could not be asked');
  });

  it('is given up after an hour, and says that nothing was done', async () => {
    const work = await dropped(devices, ({ okta }) => okta.faults.add({ fault: { kind: 'gateway' } }));
    await work.clock.pass(55 * 60_000);
    expect((await latestBatches(work.db, 1))[0]?.state).toBe('planning');
    await work.clock.pass(10 * 60_000);
    const batch = await work.batch('discarded');
    expect(batch.trouble).toContain('Okta could not be asked for an hour. Nothing was done.');
    await cardSays(work, 'npm run doctor');
    const asked = work.okta.journal.length;
    await work.clock.pass(60 * 60_000);
    expect(work.okta.journal.length).toBe(asked);
  });

  it('waits where Okta shows nobody his factors', async () => {
    const work = await dropped(devices, ({ okta }) =>
      okta.faults.add({ route: listRoute, fault: { kind: 'error', status: 500, when: 'before' } }),
    );
    await work.clock.pass(5 * 60_000);
    expect((await latestBatches(work.db, 1))[0]?.state).toBe('planning');
    work.okta.faults.clear();
    await work.batch('awaiting_approval');
    expect(await states(work)).toEqual(['planned', 'planned']);
  });

  it('waits out a rate limit and asks for nobody twice', async () => {
    const many = devicesFor(ana, ben, 'fatima@acme.example', 'maria@acme.example', 'tom@acme.example');
    const work = await openWork({ okta: { limits: { perMinute: { '/api/v1': 8 } } } });
    work.start();
    await work.drop(csvOf(many));
    await work.batch('awaiting_approval');
    expect(requestsOn(work.okta, listRoute).filter(({ status }) => status === 200)).toHaveLength(many.length);
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });
});
