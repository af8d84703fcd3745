import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/okta/faults.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { findToken } from '../../src/store/tokens.ts';
import type { AtWork } from './at-work.ts';
import { factorsOf, removeRoute, requestsOn } from '../support/okta-truth.ts';
import { approved, outcomes, states } from './planned.ts';
import { device } from '../support/vendor.ts';

const ana = 'ana@acme.example';
const token = device(1, ana);

/** Ana has a token of ours, and somebody asked to revoke it. */
async function revocation(): Promise<AtWork> {
  const work = await approved([token]);
  await work.batch('finished');
  await work.ask('revoke', ana);
  await work.batch('awaiting_approval');
  return work;
}

describe('a revocation', () => {
  it('removes the one Custom OTP, leaves every other factor, and returns the token to stock', async () => {
    const work = await revocation();
    const others = [...work.okta.world.factors.values()].filter(
      ({ factorType }) => factorType !== 'token:hotp',
    );
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['unenrolled']);
    expect(factorsOf(work.okta, ana)).toEqual([]);
    expect([...work.okta.world.factors.values()]).toEqual(expect.arrayContaining(others));
    expect(await findToken(work.db, token.serial)).toMatchObject({ state: 'stock' });
    expect((await outcomes(work))[0]).toContain('is back in stock');
    expect(work.okta.world.resetCalls).toEqual([]);
  });

  it('lets the token be given to the next person without the vendor file', async () => {
    const work = await revocation();
    await work.decide('approve');
    await work.batch('finished');
    await work.ask('assign', 'ben@acme.example', token.serial);
    await work.batch('awaiting_approval');
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled']);
    expect(factorsOf(work.okta, 'ben@acme.example')).toHaveLength(1);
  });

  it('says so where somebody else removed the factor first', async () => {
    const work = await revocation();
    work.okta.admin.removeFactor(factorsOf(work.okta, ana)[0]?.id ?? '');
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['unenrolled']);
    expect((await outcomes(work))[0]).toContain('no longer had');
  });

  it('does not call the factor of a deactivated user removed', async () => {
    const work = await revocation();
    work.okta.admin.setStatus(ana, 'DEPROVISIONED');
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain('now DEPROVISIONED');
    expect(await findToken(work.db, token.serial)).toMatchObject({ state: 'assigned', userLogin: ana });
  });

  it('of somebody suspended goes through, also where the last look is old', async () => {
    const work = await approved([token]);
    await work.batch('finished');
    work.okta.admin.setStatus(ana, 'SUSPENDED');
    await work.ask('revoke', ana);
    await work.batch('awaiting_approval');
    await work.clock.pass(20 * 60_000);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['unenrolled']);
    expect(factorsOf(work.okta, ana)).toEqual([]);
  });

  it('is held when another factor appeared beside the one that was approved', async () => {
    const work = await revocation();
    const [ours] = factorsOf(work.okta, ana);
    work.okta.admin.removeFactor(ours?.id ?? '');
    const other = work.okta.admin.addFactor(ana, {
      authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
      secret: Buffer.alloc(20, 1),
    });
    await work.clock.pass(20 * 60_000);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect(factorsOf(work.okta, ana).map(({ id }) => id)).toEqual([other.id]);
  });

  it.each<[string, Fault]>([
    ['after the removal', { kind: 'lose_reply', how: 'reset' }],
    ['before the removal', { kind: 'cut', at: 'request' }],
    ['with a 500 after the removal', { kind: 'error', status: 500, when: 'after' }],
    ['with a page of a gateway', { kind: 'gateway' }],
  ])('whose answer is lost %s is asked for again, naming the same factor', async (_when, fault) => {
    const work = await revocation();
    const [ours] = factorsOf(work.okta, ana);
    work.okta.faults.once(removeRoute, fault);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['unenrolled']);
    const requests = requestsOn(work.okta, removeRoute);
    expect(requests).toHaveLength(2);
    expect(requests.every(({ path }) => path.endsWith(`/${ours?.id ?? ''}`))).toBe(true);
    expect(factorsOf(work.okta, ana)).toEqual([]);
  });

  it('whose answers are lost again and again is left to a person', async () => {
    const work = await revocation();
    work.okta.faults.add({ route: removeRoute, fault: { kind: 'cut', at: 'request' } });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review']);
    expect((await outcomes(work))[0]).toContain('It may still be there');
    expect(factorsOf(work.okta, ana)).toHaveLength(1);
  });

  it('tells its outcome once in the thread of its card', async () => {
    const work = await revocation();
    await work.decide('approve');
    await work.batch('finished');
    await work.clock.until('the reply', () => work.thread().length > 0);
    await work.clock.pass(60_000);
    expect(work.thread().map(textOf).join('\n')).toContain('is back in stock');
    expect(work.thread()).toHaveLength(1);
    expect(textOf(work.card())).toContain('Un-enrolled');
  });
});
