import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../sandbox/okta/journal.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { backUp } from '../../src/store/backup.ts';
import { temporaryDir } from '../support/store.ts';
import { type Desk, dropFile, employ, ended, generousOkta, openDesk, press } from './desk.ts';
import { base32, encodingsOf } from './encodings.ts';
import { findings, sinksOf } from './sinks.ts';
import { type VendorToken, vendorFile, vendorTokens } from './vendor.ts';

const { maria } = defaultPeople;

const enrolRoute = 'POST /api/v1/users/{userId}/factors';

const drop = (desk: Desk, name: string, text: string): Promise<unknown> =>
  desk.slack.people.upload(maria.id, defaultPlaces.admins, { name, bytes: Buffer.from(text) });

/** Waits for the card of the last file and gives what it says. */
const nextCard = (desk: Desk, index: number): Promise<string> =>
  desk.stage.until('the next card', () => {
    const card = desk.stage.cards()[index];
    return card === undefined ? undefined : textOf(card);
  });

/** What the bot tells whoever measures it. */
async function metricsOf(desk: Desk): Promise<string> {
  const port = await desk.bot().ready;
  return (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
}

/** What Node writes down of a process when it is asked to, as it does after a crash. */
async function reportOf(desk: Desk, folder: string): Promise<string> {
  process.kill(desk.bot().pid, 'SIGUSR2');
  return desk.stage.until('the diagnostic report', () => {
    const [name] = readdirSync(folder).filter((each) => each.startsWith('report.'));
    const text = name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
    return text.trimEnd().endsWith('}') ? text : undefined;
  });
}

async function leaks(desk: Desk, tokens: readonly VendorToken[], exchanges: readonly Exchange[]) {
  const sinks = await sinksOf(desk, exchanges);
  return tokens.flatMap(({ seed, serial }) => findings(sinks, seed).map((where) => `${serial}: ${where}`));
}

describe.concurrent('a seed', () => {
  it('would be found in each of its eight forms, as text and inside JSON', () => {
    const [token] = vendorTokens('found', 1);
    const seed = token?.seed ?? new Uint8Array();
    for (const [form, text] of Object.entries(encodingsOf(seed))) {
      expect(findings({ here: `before ${text} after` }, seed)).toContain(`${form} in here`);
      expect(findings({ here: JSON.stringify({ text }) }, seed)).toContain(`${form} in here`);
    }
    expect(findings({ here: 'nothing' }, seed)).toEqual([]);
  });

  it(
    'is nowhere but in the vendor’s file and in Okta, whatever goes wrong',
    { timeout: 90_000 },
    async (test) => {
      const exchanges: Exchange[] = [];
      const reports = temporaryDir();
      const desk = await openDesk(test, {
        okta: { ...generousOkta, onExchange: (exchange) => exchanges.push(exchange) },
        env: {
          LOG_LEVEL: 'debug',
          NODE_OPTIONS: `--report-on-signal --report-directory=${reports}`,
        },
      });
      const good = vendorTokens('canary', 8);
      const [stocked, left, exchanged, refused] = vendorTokens('stray', 4);
      if (!stocked || !left || !exchanged || !refused) throw new Error('four tokens were asked for');
      employ(desk, good);
      desk.okta.faults.add({ route: enrolRoute, fault: { kind: 'refusal', code: 'E0000001' }, nth: 2 });
      desk.okta.faults.add({ route: enrolRoute, fault: { kind: 'lose_reply', how: 'reset' }, nth: 3 });
      desk.okta.faults.add({
        route: enrolRoute,
        fault: { kind: 'error', status: 500, when: 'after' },
        nth: 4,
      });
      desk.okta.faults.add({ route: enrolRoute, fault: { kind: 'body', body: 'truncated' }, nth: 5 });

      const card = await dropFile(desk, [...good, { ...stocked, user: '' }, left]);
      const all = [...good, stocked, left, exchanged, refused];
      expect(await leaks(desk, all, exchanges)).toEqual([]);
      await press(desk, card, 'batch.approve');
      expect(await ended(desk, card, 60_000)).toContain('7 enrolled');

      await desk.slack.people.slash(maria.id, defaultPlaces.admins, `/token assign @erin ${stocked.serial}`);
      await nextCard(desk, 1);
      await drop(
        desk,
        'exchanged.csv',
        `upn,serial number,secret key\r\n${base32(exchanged.seed)},${exchanged.serial},${exchanged.user}\r\n` +
          `${exchanged.user},${base32(exchanged.seed)},${exchanged.serial}\r\n`,
      );
      await nextCard(desk, 2);
      await drop(
        desk,
        'refused.csv',
        vendorFile([refused]).toString('utf8').replace('serial number', 'serail'),
      );
      await nextCard(desk, 3);

      expect(await leaks(desk, all, exchanges)).toEqual([]);
      const { path: backup } = await backUp(desk.dataDir, join(reports, 'backup.db'));
      const further = {
        'the metrics': await metricsOf(desk),
        'the diagnostic report': await reportOf(desk, reports),
        'a backup': await readFile(backup, 'latin1'),
      };
      expect(all.flatMap(({ seed }) => findings(further, seed))).toEqual([]);
      expect(further['the diagnostic report']).toContain('"javascriptHeap"');
      for (const secret of Object.values(desk.slack.tokens))
        expect(further['the diagnostic report']).not.toContain(secret);
      expect(await desk.bot().stop()).toBe(0);
      expect(await leaks(desk, all, exchanges)).toEqual([]);
      // What was looked for had really been there to be found.
      expect(
        exchanges.some(({ requestBody }) => JSON.stringify({ requestBody }).includes('sharedSecret')),
      ).toBe(true);
      const dropped = [...desk.slack.world.files.values()].filter(({ ownerId }) => ownerId === maria.id);
      expect(dropped.map(({ bytes }) => Buffer.from(bytes).toString('utf8')).join('\n')).toContain(
        base32(left.seed),
      );
    },
  );

  it('is not shown by a bot to whom somebody types it', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test);
    const [token] = vendorTokens('typed', 1);
    if (!token) throw new Error('a token was asked for');
    const seed = base32(token.seed);
    for (const line of [
      `assign @erin ${seed}`,
      `assign ${seed} 1234`,
      `revoke ${seed}`,
      `status ${seed}`,
      seed,
    ]) {
      const seen = await desk.slack.people.slash(maria.id, defaultPlaces.admins, `/token ${line}`);
      expect(seen.outcome).toBe('answered');
    }
    expect(await desk.bot().stop()).toBe(0);
    expect(await leaks(desk, [token], [])).toEqual([]);
  });
});
