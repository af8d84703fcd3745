import { armor, Encrypter } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/domain/intake.ts';
import type { OpenedKeys } from '../../../src/domain/keys.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { readVendorFile } from '../../../src/intake/read-vendor-file.ts';
import { limits, problemsIn, rowsIn } from '../read.ts';
import { agePair, type AgePair, vendorCsv } from './keys.ts';

let bot: AgePair;
let stranger: AgePair;

beforeAll(async () => {
  [bot, stranger] = await Promise.all([agePair(), agePair()]);
});

const read = (bytes: Uint8Array, keys?: OpenedKeys, passphrase?: string): Promise<Reading> =>
  readVendorFile(bytes, {
    ...limits,
    keys,
    passphrase: passphrase === undefined ? undefined : new Secret(passphrase),
  });

const codes = (reading: Reading): string[] => problemsIn(reading).map(({ code }) => code);

function encrypted(clear: string | Uint8Array, ...recipients: readonly AgePair[]): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const { recipient } of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(clear);
}

function withPassphrase(passphrase: string, workFactor = 10): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(vendorCsv);
}

const text = (bytes: Uint8Array): Buffer => Buffer.from(armor.encode(bytes));

describe('an age file to the bot', () => {
  it('is read, in bytes and in armor', async () => {
    const bytes = await encrypted(vendorCsv, bot);
    for (const file of [bytes, text(bytes)]) {
      const reading = await read(file, bot.keys);
      expect(reading).toMatchObject({ kind: 'rows', sealed: true });
      expect(rowsIn(reading)).toMatchObject([{ serial: '245252413141', problems: [] }]);
    }
  });

  it('is read when others can read it too', async () => {
    const file = await encrypted(vendorCsv, stranger, bot);
    expect(await read(file, bot.keys)).toMatchObject({ kind: 'rows', sealed: true });
  });
});

describe('an age file that cannot be opened', () => {
  it('names whose key it wants', async () => {
    expect(codes(await read(await encrypted(vendorCsv, stranger), bot.keys))).toEqual(['sealed_other_key']);
  });

  it.each([
    ['changed', (file: Uint8Array) => file.with(file.length - 3, (file.at(-3) ?? 0) ^ 1)],
    ['cut off', (file: Uint8Array) => file.subarray(0, -20)],
    ['cut off in its heading', (file: Uint8Array) => file.subarray(0, 60)],
  ])('is called damaged when it was %s', async (_how, harm) => {
    const file = await encrypted(vendorCsv, bot);
    expect(codes(await read(harm(file), bot.keys))).toEqual(['sealed_damaged']);
    expect(codes(await read(text(file).subarray(0, 200), bot.keys))).toEqual(['sealed_damaged']);
  });

  it('is refused when it holds another one', async () => {
    const file = await encrypted(await encrypted(vendorCsv, bot), bot);
    expect(codes(await read(file, bot.keys))).toEqual(['sealed_twice']);
  });
});

describe('an age file with a passphrase', () => {
  it('asks for it, and is read with it', async () => {
    const file = await withPassphrase('correct horse');
    expect(await read(file, bot.keys)).toMatchObject({ kind: 'needs-key', format: 'age', tried: false });
    expect(await read(file, bot.keys, 'wrong')).toMatchObject({ kind: 'needs-key', tried: true });
    expect(await read(file, bot.keys, 'correct horse')).toMatchObject({ kind: 'rows', sealed: true });
  });

  it('is refused before the work when it asks for too much', async () => {
    const bytes = Buffer.from(await withPassphrase('correct horse')).toString('latin1');
    const file = Buffer.from(bytes.replace(/^(-> scrypt \S+) 10$/mu, '$1 22'), 'latin1');
    expect(codes(await read(file, bot.keys, 'correct horse'))).toEqual(['sealed_costly']);
  });
});
