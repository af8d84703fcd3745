import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import type { AtWork } from './at-work.ts';
import { planned } from './planned.ts';

const devices = devicesFor('ana@acme.example');
const minute = 60_000;

/** The sealed seeds and their data keys, as they lie in the database. */
async function sealed({ db }: AtWork): Promise<readonly Buffer[]> {
  const rows = await db.query('SELECT ciphertext, tag, wrapped FROM seed');
  return rows.flatMap((row) =>
    Object.values(row).flatMap((value) => (value instanceof Uint8Array ? [Buffer.from(value)] : [])),
  );
}

/** How many of these bytes are anywhere in the files of a bot that is running. */
function left({ config }: AtWork, parts: readonly Buffer[]): number {
  const files = readdirSync(config.dataDir).map((name) => readFileSync(join(config.dataDir, name)));
  return parts.filter((part) => files.some((bytes) => bytes.includes(part))).length;
}

describe('with SEED_RETENTION=none', () => {
  it('leaves nothing of a seed in any file once its token is enrolled, and says what to do for the next user', async () => {
    const work = await planned(devices, { env: { SEED_RETENTION: 'none' } });
    const parts = await sealed(work);
    expect(left(work, parts)).toBe(3);
    await work.decide('approve');
    await work.batch('finished');
    await work.clock.pass(minute);
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
    expect(await work.db.query('SELECT id FROM seed')).toEqual([]);
    expect(left(work, parts)).toBe(0);
    const [shredded] = await work.db.query("SELECT detail FROM audit WHERE event = 'seed.shred'");
    expect(shredded).toEqual({ detail: '{"seeds":1,"why":"enrolled"}' });

    const serial = devices[0]?.serial ?? '';
    await work.ask('revoke', 'ana@acme.example');
    await work.batch('awaiting_approval');
    await work.decide('approve');
    await work.batch('finished');
    await work.ask('assign', 'ana@acme.example', serial);
    await work.batch('discarded');
    expect((await work.rows())[0]?.reason).toContain('Drop the vendor');
  });
});

describe('with SEED_RETENTION=stock', () => {
  it('keeps the seed of an enrolled token, and nothing of one that will never be enrolled', async () => {
    const kept = await planned(devices);
    const parts = await sealed(kept);
    await kept.decide('approve');
    await kept.batch('finished');
    await kept.clock.pass(minute);
    expect(left(kept, parts)).toBe(3);
  });

  it('leaves nothing in any file of the seeds of a rejected plan while the bot goes on', async () => {
    const work = await planned(devices);
    const parts = await sealed(work);
    await work.decide('reject');
    await work.clock.pass(minute);
    expect(left(work, parts)).toBe(0);
  });
});
