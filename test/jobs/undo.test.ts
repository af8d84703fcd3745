import { describe, expect, it } from 'vitest';
import { textOf } from '../../sandbox/story/stage.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { findToken } from '../../src/store/tokens.ts';
import { factorsOf, removeRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { firstButtons, firstCardSays, follow, holders } from './follow.ts';
import { approved, states } from './planned.ts';

const people = ['ana@acme.example', 'ben@acme.example', 'erin@acme.example'];
const [ana = '', ben = ''] = people;
const devices = devicesFor(...people);
const serial = devices[0]?.serial ?? '';

async function enrolled(): Promise<AtWork> {
  const work = await approved(devices);
  await work.batch('finished');
  return work;
}

/** The undo of the batch made last, planned. */
async function undoing(work: AtWork): Promise<AtWork> {
  await follow(work, 'undo');
  await work.batch('awaiting_approval');
  return work;
}

describe('an undo', () => {
  it('takes back exactly the factors the batch created, and puts the tokens in stock', async () => {
    const work = await enrolled();
    const created = people.flatMap((login) => factorsOf(work.okta, login).map(({ id }) => id));
    await undoing(work);
    const rows = await work.rows();
    expect(rows.map(({ targetFactorId }) => targetFactorId)).toEqual(created);
    expect(holders(work, people)).toEqual(people);
    await work.decide('approve');
    const undo = await work.batch('finished');
    expect(await states(work)).toEqual(['unenrolled', 'unenrolled', 'unenrolled']);
    expect(holders(work, people)).toEqual([]);
    expect((await findToken(work.db, serial))?.state).toBe('stock');
    expect(await firstCardSays(work, 'Undone')).toContain(undo.code);
    expect(firstButtons(work)).toEqual([]);
    await work.clock.until('the undo to say that it stays', () =>
      textOf(work.card()).includes('cannot itself be undone'),
    );
  });

  it('can be asked for once', async () => {
    const work = await enrolled();
    const [source] = await latestBatches(work.db, 1);
    const asked = await Promise.all([1, 2].map(() => follow(work, 'undo', source)));
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it('leaves alone what was taken away, given on, or enrolled anew since, and says so', async () => {
    const work = await enrolled();
    const [source] = await latestBatches(work.db, 1);
    await work.ask('revoke', ana);
    await work.batch('awaiting_approval');
    await work.decide('approve');
    await work.batch('finished');
    await work.ask('assign', 'fatima@acme.example', serial);
    await work.batch('awaiting_approval');
    await work.decide('approve');
    await work.batch('finished');
    const [bens] = factorsOf(work.okta, ben);
    work.okta.admin.removeFactor(bens?.id ?? '');
    await follow(work, 'undo', source);
    await work.batch('awaiting_approval');
    const rows = await work.rows();
    expect(rows.map(({ state }) => state)).toEqual(['skipped', 'skipped', 'planned']);
    expect(rows[0]?.reason).toContain('belongs to fatima@acme.example by now');
    expect(rows[1]?.reason).toContain('no longer shows the factor');
    await work.decide('approve');
    await work.batch('finished');
    expect(holders(work, [...people, 'fatima@acme.example'])).toEqual(['fatima@acme.example']);
  });

  it('warns the approver where the user has signed in with it', async () => {
    const work = await enrolled();
    // The local Okta reads the code on the wall clock, so the test asks for one of now.
    const [factor] = factorsOf(work.okta, ana);
    const record = work.okta.world.factors.get(factor?.id ?? '');
    Object.assign(record ?? {}, { lastVerified: work.clock.now() + 60_000 });
    await undoing(work);
    const rows = await work.rows();
    expect(rows.map(({ reason }) => reason.includes('has signed in with token'))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('looks right before, and leaves a factor that appeared meanwhile to a person', async () => {
    const work = await undoing(await enrolled());
    const [factor] = factorsOf(work.okta, ana);
    work.okta.admin.removeFactor(factor?.id ?? '');
    work.okta.admin.addFactor(ana, {
      authenticatorId: work.config.okta.authenticators[0]?.id ?? '',
      secret: Buffer.alloc(20, 9),
    });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review', 'unenrolled', 'unenrolled']);
    expect(holders(work, people)).toEqual([ana]);
    expect(requestsOn(work.okta, removeRoute)).toHaveLength(2);
  });
});
