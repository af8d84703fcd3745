import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { enrolRoute } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { planned, states } from './planned.ts';

const hour = 60 * 60_000;
const seeds = async (work: AtWork): Promise<number> => (await work.db.query('SELECT id FROM seed')).length;

describe('the seed of a row that came to nothing', () => {
  it('is deleted after 30 days when the row failed; the seed of an enrolled token is kept', async () => {
    const work = await planned(devicesFor('ana@acme.example', 'ben@acme.example'));
    work.okta.faults.once(enrolRoute, { kind: 'refusal', code: 'E0000038' });
    await work.decide('approve');
    await work.batch('finished');
    expect((await states(work)).toSorted()).toEqual(['enrolled', 'failed']);
    await work.clock.pass(2 * hour);
    expect(await seeds(work)).toBe(2);
    work.clock.set(work.clock.now() + 30 * 24 * hour);
    await work.clock.pass(2 * hour);
    expect(await seeds(work)).toBe(1);
    expect(await work.db.query("SELECT seq FROM audit WHERE event = 'seed.shred'")).toHaveLength(1);
    expect(await verifyAudit(work.db)).toMatchObject({ ok: true });
  });

  it('is deleted within the hour when the row was cancelled', async () => {
    const work = await planned(devicesFor('ana@acme.example', 'ben@acme.example'));
    work.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000011' } });
    await work.decide('approve');
    await work.batch('paused');
    expect(await seeds(work)).toBe(2);
    await work.decide('stop');
    await work.batch('stopped');
    expect(await states(work)).toEqual(['cancelled', 'cancelled']);
    await work.clock.pass(2 * hour);
    expect(await seeds(work)).toBe(0);
  });
});
