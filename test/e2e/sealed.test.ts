import { createMessage, encrypt, readKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message } from '../../sandbox/slack/world.ts';
import { buttonsOf, textOf } from '../../sandbox/story/stage.ts';
import { type Desk, employ, ended, factorsOf, openDesk, press } from './desk.ts';
import { findings, sinksOf } from './sinks.ts';
import { type VendorToken, vendorFile, vendorTokens } from './vendor.ts';

const { maria } = defaultPeople;
const passphrase = 'canary horse battery staple';

async function sealed(tokens: readonly VendorToken[], how: { key?: string }): Promise<Uint8Array> {
  const message = await createMessage({ binary: new Uint8Array(vendorFile(tokens)) });
  const made: unknown = await encrypt({
    message,
    format: 'binary',
    ...(how.key === undefined
      ? { passwords: passphrase }
      : { encryptionKeys: await readKey({ armoredKey: how.key }) }),
  });
  if (made instanceof Uint8Array) return made;
  throw new Error('openpgp gave no bytes');
}

const drop = (desk: Desk, name: string, bytes: Uint8Array): Promise<unknown> =>
  desk.slack.people.upload(maria.id, defaultPlaces.admins, { name, bytes });

/** Waits for a card that has this button. */
const cardWith = (desk: Desk, button: string, says = ''): Promise<Message> =>
  desk.stage.until(
    `a card with ${button}`,
    () => desk.stage.cards().find((card) => buttonsOf(card).includes(button) && textOf(card).includes(says)),
    60_000,
  );

/** Maria presses the button, types into the form that opens, and submits it. */
async function enter(desk: Desk, card: Message, text: string): Promise<string> {
  await press(desk, card, 'file.unlock');
  const view = await desk.stage.until('the form', () => [...desk.slack.world.views.values()].at(-1));
  return (await desk.slack.people.submitView(maria.id, view.id, { passphrase: text })).outcome;
}

async function shownKey(desk: Desk): Promise<string> {
  await desk.slack.people.slash(maria.id, defaultPlaces.admins, '/token key');
  return desk.stage.until('the public key', () => {
    const said = desk.slack.world.ephemerals.map((one) => JSON.stringify(one.blocks)).join('\n');
    const armored = /-----BEGIN PGP PUBLIC[^`]*-----END PGP PUBLIC KEY BLOCK-----/.exec(said)?.[0];
    return armored?.replaceAll('\\n', '\n');
  });
}

async function leaks(desk: Desk, tokens: readonly VendorToken[]): Promise<readonly string[]> {
  const sinks = await sinksOf(desk);
  const typed = Object.entries(sinks).filter(([, text]) => text.includes(passphrase));
  return [...tokens.flatMap(({ seed }) => findings(sinks, seed)), ...typed.map(([place]) => place)];
}

describe.concurrent('a file that is encrypted', () => {
  it(
    'to the key the bot showed is read, and nobody is asked to delete it',
    { timeout: 90_000 },
    async (test) => {
      const desk = await openDesk(test, { env: { LOG_LEVEL: 'debug' } });
      const tokens = vendorTokens('sealed', 2);
      employ(desk, tokens);
      await drop(desk, 'tokens.csv.gpg', await sealed(tokens, { key: await shownKey(desk) }));
      const card = await cardWith(desk, 'batch.approve');
      expect(textOf(card)).toContain('came encrypted');
      await press(desk, card, 'batch.approve');
      expect(await ended(desk, card)).toContain('2 enrolled');
      expect(factorsOf(desk, tokens)).toHaveLength(2);
      expect(desk.stage.thread(card.ts).map(textOf).join('\n')).not.toContain('delete');
      expect(await leaks(desk, tokens)).toEqual([]);
    },
  );

  it('with a passphrase waits for it, also over a restart', { timeout: 120_000 }, async (test) => {
    const desk = await openDesk(test, { env: { LOG_LEVEL: 'debug' } });
    const tokens = vendorTokens('locked', 2);
    employ(desk, tokens);
    await drop(desk, 'tokens.pgp', await sealed(tokens, {}));
    const card = await cardWith(desk, 'file.unlock');
    expect(textOf(card)).toContain('locked with a passphrase');
    expect(await enter(desk, card, 'wrong')).toBe('closed');
    await cardWith(desk, 'file.unlock', '4 tries are left');
    await desk.restart('SIGTERM');
    const again = await cardWith(desk, 'file.unlock', '4 tries are left');
    expect(await enter(desk, again, passphrase)).toBe('closed');
    await cardWith(desk, 'batch.approve', 'came encrypted');
    expect(await leaks(desk, tokens)).toEqual([]);
    expect(await desk.bot().stop()).toBe(0);
    expect(await leaks(desk, tokens)).toEqual([]);
  });

  it('is put aside after five wrong passphrases', { timeout: 120_000 }, async (test) => {
    const desk = await openDesk(test);
    await drop(desk, 'tokens.pgp', await sealed(vendorTokens('guessed', 1), {}));
    for (const left of ['', '4 tries', '3 tries', '2 tries', '1 try']) {
      await enter(desk, await cardWith(desk, 'file.unlock', left), 'wrong');
    }
    const said = await desk.stage.until('the end', () =>
      desk.stage
        .cards()
        .map(textOf)
        .find((text) => text.includes('not opened in 5 tries')),
    );
    expect(said).toContain('Nothing was done');
    expect(desk.stage.cards().flatMap(buttonsOf)).toEqual([]);
  });
});
