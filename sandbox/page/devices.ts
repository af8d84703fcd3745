// The hardware on the desk: one device for each token of the sample file, showing the code it would show now.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { codeAt } from '../okta/codes.ts';
import type { OtpAlgorithm } from '../okta/world.ts';
import type { PageToken } from './state.ts';

export interface Device {
  readonly serial: string;
  readonly user: string;
  code(atMs: number): string;
  show(atMs: number): PageToken;
}

const folder = new URL('../samples/', import.meta.url);

export const sampleNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort();

export const sampleBytes = (name: string): Buffer => {
  if (!sampleNames().includes(name)) throw new RangeError('no such sample');
  return readFileSync(new URL(name, folder));
};

const records = z.array(
  z.object({
    upn: z.string(),
    'serial number': z.string(),
    'secret key': z.string(),
    timeinterval: z.string(),
    model: z.string(),
  }),
);

/** The devices of `good.csv`. The vendor makes those with a 32-byte seed for SHA-256, the others for SHA-1. */
export function readDevices(): readonly Device[] {
  const rows: unknown = parse(sampleBytes('good.csv'), { columns: true, bom: true, trim: true });
  return records.parse(rows).map((row) => {
    const secret = fromBase32(row['secret key']);
    const algorithm: OtpAlgorithm = secret.length === 32 ? 'HMacSHA256' : 'HMacSHA1';
    const timeStep = Number(row.timeinterval);
    const serial = row['serial number'];
    const code = (atMs: number): string => codeAt(secret, { algorithm, timeStep, digits: 6 }, atMs);
    return {
      serial,
      user: row.upn,
      code,
      show: (atMs) => ({
        serial,
        model: row.model,
        user: row.upn,
        code: code(atMs),
        secondsLeft: timeStep - (Math.floor(atMs / 1000) % timeStep),
      }),
    };
  });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text.replace(/=+$/u, '').toUpperCase())
    bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = bits.match(/.{8}/gu) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
