import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chainStart, followChain } from '../../src/domain/audit.ts';
import { checkpointLine } from '../../src/domain/checkpoint.ts';
import { Secret } from '../../src/domain/secret.ts';
import { appendAudit, auditHead, recordRefusal } from '../../src/store/audit.ts';
import { auditKey } from '../../src/store/audit-key.ts';
import { databaseFile, openStore } from '../../src/store/open.ts';
import { seedKey } from '../config/minimal.ts';
import { t0 } from '../store/fixture.ts';
import { temporaryDir } from '../support/store.ts';

const program = resolve(import.meta.dirname, '../../src/audit/main.ts');
const keyOf = (base64: string) => auditKey(new Secret<Uint8Array>(Buffer.from(base64, 'base64')));
const key = keyOf(seedKey);
const stranger = keyOf(Buffer.alloc(32, 9).toString('base64'));

const endedSchema = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });
type Ended = z.infer<typeof endedSchema>;

const maybe = z.string().nullable();
const chainedSchema = z.object({
  seq: z.number(),
  at: z.number(),
  actor: z.string(),
  event: z.string(),
  batchId: maybe,
  rowId: maybe,
  serial: maybe,
  userId: maybe,
  detail: z.string(),
  prevHash: z.string(),
  hash: z.string(),
});

/** Runs the program as somebody at a terminal would. */
async function audit(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [program, ...args], { env })) };
  } catch (error) {
    return endedSchema.parse(error);
  }
}

/** A data directory with an audit of `count` entries, and its end. */
async function audited(count = 12) {
  const dataDir = temporaryDir();
  const store = await openStore({ dataDir });
  for (let index = 0; index < count; index += 1) {
    const at = t0 + index * 60_000;
    await recordRefusal(store.db, {
      at,
      actor: 'U1',
      code: `code ${String(index)}`,
      detail: { said: '=1+1' },
    });
  }
  const head = await auditHead(store.db);
  await store.close();
  return { dataDir, head, env: { DATA_DIR: dataDir, SEED_KEY: seedKey } };
}

function tamper(dataDir: string, sql: string): void {
  const connection = new Database(join(dataDir, databaseFile));
  connection.exec(
    `DROP TRIGGER audit_keeps_rows; DROP TRIGGER audit_keeps_all; DROP TRIGGER audit_keeps_head; ${sql}`,
  );
  connection.close();
}

const cutTail = `DELETE FROM audit WHERE seq > 5;
  UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit WHERE seq = 5)`;

describe('npm run audit -- verify', () => {
  it('finds a whole audit whole, and says what it could not see', async () => {
    const { env, head } = await audited();
    const ended = await audit(env, 'verify');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain(`12 entries, ending in ${head.hash}`);
    expect(ended.stdout).toContain('No checkpoint was given');
    const line = checkpointLine(key.sign(head, t0));
    expect((await audit(env, 'verify', '--checkpoint', line)).stdout).toContain('agrees with the checkpoint');
  });

  it('finds an entry that was changed', async () => {
    const { env, dataDir } = await audited();
    tamper(dataDir, "UPDATE audit SET actor = 'U2' WHERE seq = 7");
    expect(await audit(env, 'verify')).toMatchObject({
      code: 1,
      stderr: 'The audit is broken at entry 7: it is missing, was changed, or is out of place.\n',
    });
  });

  it('finds a tail that was cut off, by a checkpoint in a saved log', async () => {
    const { env, dataDir, head } = await audited();
    const log = join(dataDir, 'saved.log');
    const early = key.sign({ seq: 1, hash: '0'.repeat(64) }, t0);
    writeFileSync(
      log,
      `{"message":"audit checkpoint","checkpoint":"${checkpointLine(key.sign(head, t0))}"}\n`,
    );
    expect((await audit(env, 'verify', '--checkpoint', log)).code).toBe(0);
    tamper(dataDir, cutTail);
    expect((await audit(env, 'verify')).code).toBe(0);
    const cut = await audit(env, 'verify', '--checkpoint', log);
    expect(cut).toMatchObject({ code: 1 });
    expect(cut.stderr).toContain('ends too early: entry 6');
    const anew = await audit(env, 'verify', '--checkpoint', checkpointLine(early));
    expect(anew).toMatchObject({ code: 1 });
    expect(anew.stderr).toContain('written anew');
  });

  it('believes no checkpoint that a stranger signed, or that was changed', async () => {
    const { env, head } = await audited();
    const strange = checkpointLine(stranger.sign(head, t0));
    expect(await audit(env, 'verify', '--checkpoint', strange)).toMatchObject({ code: 2 });
    expect(await audit(env, 'verify', '--checkpoint', strange, '--key', stranger.publicKey)).toMatchObject({
      code: 0,
    });
    const forged = checkpointLine({ ...key.sign(head, t0), seq: head.seq - 1 });
    const ended = await audit(env, 'verify', '--checkpoint', forged);
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).toContain('forged');
  });

  it('needs no key to follow the chain, and one to believe a checkpoint', async () => {
    const { env, head } = await audited();
    const bare = { DATA_DIR: env.DATA_DIR };
    expect((await audit(bare, 'verify')).code).toBe(0);
    const line = checkpointLine(key.sign(head, t0));
    expect((await audit(bare, 'verify', '--checkpoint', line)).code).toBe(2);
    const shown = (await audit(env, 'key')).stdout.trim();
    expect((await audit(bare, 'verify', '--checkpoint', line, '--key', shown)).code).toBe(0);
  });

  it('says what it cannot look at, and how it is used', async () => {
    const { env } = await audited(1);
    const empty = await audit({}, 'verify', '--data-dir', temporaryDir());
    expect(empty).toMatchObject({ code: 2 });
    expect(empty.stderr).toContain('STORE_MISSING');
    expect((await audit(env, 'verify', '--checkpoint', 'nothing')).code).toBe(2);
    expect((await audit({ ...env, SEED_KEY: 'short' }, 'verify')).code).toBe(78);
    const wrong = [
      [],
      ['prove'],
      ['verify', '--since', '2026'],
      ['export', '--format', 'xml'],
      ['verify', '--x'],
    ];
    for (const args of wrong) expect((await audit(env, ...args)).code).toBe(64);
    expect((await audit({}, '--help')).stdout).toContain('Exit codes');
  }, 60_000);
});

describe('npm run audit -- export', () => {
  it('gives every entry so that the chain can be followed without the database', async () => {
    const { env, head } = await audited();
    const { stdout } = await audit(env, 'export');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => chainedSchema.parse(JSON.parse(line)));
    expect(followChain(chainStart, rows)).toEqual({ ok: true, end: head });
  });

  it('begins at a date, and defuses formulas for spreadsheets', async () => {
    const { env } = await audited();
    const since = new Date(t0 + 10 * 60_000).toISOString();
    const lines = (await audit(env, 'export', '--since', since, '--format', 'csv')).stdout.split('\r\n');
    expect(lines).toHaveLength(2 + 2);
    expect(lines[0]).toBe('seq,at,actor,event,batch,row,serial,user,detail,prev_hash,hash');
    expect(lines[1]).toContain(`11,${since},U1,refusal,`);
  });

  it('gives events of the schema that security tools read', async () => {
    const { env, dataDir } = await audited(1);
    const store = await openStore({ dataDir });
    await store.db.tx((tx) =>
      appendAudit(tx, {
        at: t0,
        actor: 'bot',
        event: 'row.enroll',
        batchId: 'b1',
        serial: 'ab1',
        userId: '00u1',
        detail: { requestId: 'req1' },
      }),
    );
    await store.close();
    const [refusal, enrolled] = (await audit(env, 'export', '--format', 'ocsf')).stdout
      .trimEnd()
      .split('\n')
      .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    expect(refusal).toMatchObject({
      class_uid: 3004,
      type_uid: 300_499,
      status_id: 2,
      actor: { user: { uid: 'U1' } },
    });
    expect(enrolled).toMatchObject({
      class_uid: 3001,
      activity_id: 10,
      type_uid: 300_110,
      time: t0,
      user: { uid: '00u1' },
      unmapped: { serial: 'AB1', batch: 'b1', detail: '{"requestId":"req1"}' },
    });
  });
});
