import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { findRow } from '../../src/store/rows.ts';
import { findToken } from '../../src/store/tokens.ts';
import { enrolRoute, factorsOf, isEnrolled, requestsOn } from '../support/okta-truth.ts';
import { approved, outcomes, planned, states } from './planned.ts';
import { csvOf, device, devicesFor } from '../support/vendor.ts';

const [ana, ben] = ['ana@acme.example', 'ben@acme.example'] as const;
const devices = devicesFor(ana, ben, 'fatima@acme.example');
const first = devices.slice(0, 1);

describe('a batch that is approved', () => {
  it('enrols every row once, with the seed of its token', async () => {
    const work = await approved(devices);
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled', 'enrolled', 'enrolled']);
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(3);
    expect(await verifyAudit(work.db)).toMatchObject({ ok: true });
  });

  it('remembers which token belongs to whom', async () => {
    const work = await approved(devices);
    await work.batch('finished');
    const [factor] = factorsOf(work.okta, ana);
    expect(await findToken(work.db, devices[0]?.serial ?? '')).toMatchObject({
      state: 'assigned',
      userLogin: ana,
      factorId: factor?.id,
    });
  });

  it('keeps tokens without a user in stock and asks Okta nothing about them', async () => {
    const work = await approved(devicesFor('', ''));
    await work.batch('finished');
    expect(await states(work)).toEqual(['stocked', 'stocked']);
    expect(requestsOn(work.okta, enrolRoute)).toEqual([]);
    expect(await findToken(work.db, '245252000001')).toMatchObject({ state: 'stock' });
  });
});

describe('a refusal for the rate', () => {
  it.each(['window', 'concurrency'] as const)('fails no row and is waited out (%s)', async (form) => {
    const work = await planned(devices);
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'rate_limited', form }, times: 2 });
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['enrolled', 'enrolled', 'enrolled']);
    expect(devices.every((one) => isEnrolled(work.okta, one))).toBe(true);
  });

  it('lets no request leave before the window ends', async () => {
    const work = await planned(devices, { okta: { limits: { perMinute: { '/api/v1': 40 } } } });
    // Another program with the same credential uses the window up.
    const used = work.okta.world.buckets.find(({ bucket }) => bucket === '/api/v1');
    const elsewhere = (used?.limit ?? 0) - (used?.used ?? 0);
    for (let sent = 0; sent < elsewhere; sent += 1) {
      await fetch(`${work.okta.url}/api/v1/authenticators`, {
        headers: { authorization: `SSWS ${work.okta.credential}` },
      });
    }
    await work.decide('approve');
    await work.batch('finished');
    const requests = requestsOn(work.okta, enrolRoute);
    expect(requests[0]?.status).toBe(429);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
    expect(requests.slice(1).every(({ at }) => at >= (used?.resetAt ?? Infinity))).toBe(true);
    expect(await states(work)).toEqual(['enrolled', 'enrolled', 'enrolled']);
  });
});

describe('a row that cannot be run', () => {
  it('does not stop the others, and is left to a person', async () => {
    const work = await planned(devices);
    const [poisoned] = await work.rows();
    await work.db.query('UPDATE seed SET ciphertext = $2 WHERE row_id = $1', [
      poisoned?.id ?? '',
      new Uint8Array(20),
    ]);
    await work.decide('approve');
    await work.batch('finished');
    expect(await states(work)).toEqual(['needs_review', 'enrolled', 'enrolled']);
    expect((await outcomes(work))[0]).toContain('Nothing was done');
    expect(factorsOf(work.okta, ana)).toEqual([]);
    expect(work.logged()).toContain('VAULT_TAMPERED');
  });

  it('is held when another batch took its token meanwhile', async () => {
    const work = await planned(first);
    const [row] = await work.rows();
    await work.drop(csvOf([device(1, ben)]), { name: 'again.csv' });
    await work.clock.until('the second plan', async () => (await work.rows())[0]?.userLogin === ben);
    await work.decide('approve');
    await work.batch('finished');
    await work.decide('approve', row?.batchId);
    const settled = async () => findRow(work.db, row?.id ?? '');
    await work.clock.until('the end', async () => (await settled())?.state === 'needs_review');
    expect((await settled())?.outcome).toContain('given to somebody');
    expect(factorsOf(work.okta, ana)).toEqual([]);
  });
});
