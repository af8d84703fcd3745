import { describe, expect, it } from 'vitest';
import type { AtWork } from './at-work.ts';
import { enrolRoute, factorsOf, listRoute, requestsOn } from '../support/okta-truth.ts';
import { outcomes, planned, states } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const ana = 'ana@acme.example';
const devices = devicesFor(ana, 'ben@acme.example');
const first = devices.slice(0, 1);

describe('facts that changed since the plan', () => {
  const later = 16 * 60_000;

  it.each<[string, (work: AtWork) => void, string]>([
    ['the user was deactivated', (work) => work.okta.admin.setStatus(ana, 'DEPROVISIONED'), 'DEPROVISIONED'],
    ['the user was suspended', (work) => work.okta.admin.setStatus(ana, 'SUSPENDED'), 'SUSPENDED'],
    ['the user was deleted', (work) => work.okta.admin.deleteUser(ana), 'no longer shows'],
    [
      'another factor appeared',
      (work) => {
        work.okta.admin.addFactor(ana, {
          authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
          secret: Buffer.alloc(20, 1),
        });
      },
      'appeared',
    ],
  ])('hold the row when %s', async (_what, change, word) => {
    const work = await planned(devices);
    change(work);
    await work.clock.pass(later);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review', 'enrolled']);
    expect((await outcomes(work))[0]).toContain(word);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
  });

  it('are looked for only where the last look is old', async () => {
    const work = await planned(first);
    const looks = requestsOn(work.okta, listRoute).length;
    await work.clock.pass(14 * 60_000);
    await work.decide('approve');
    await work.batch('finished');
    expect(requestsOn(work.okta, listRoute)).toHaveLength(looks);
  });

  it('tell that the authenticator was deactivated', async () => {
    const work = await planned(first);
    work.okta.admin.deactivateAuthenticator(work.config.okta.authenticators[0]?.id ?? '');
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed']);
    expect((await outcomes(work))[0]).toContain('authenticator');
    expect(factorsOf(work.okta, ana)).toEqual([]);
  });

  it('tell it without asking Okta to enrol once the deactivation was seen', async () => {
    const work = await planned(first);
    work.okta.admin.deactivateAuthenticator(work.config.okta.authenticators[0]?.id ?? '');
    await work.clock.pass(6 * 60_000);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed']);
    expect((await outcomes(work))[0]).toContain('no longer shows the authenticator');
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
  });
});
