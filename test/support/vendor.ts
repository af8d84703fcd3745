import { createHash } from 'node:crypto';

/** A device as the vendor delivers it; without a user it goes into stock. */
export interface Device {
  readonly serial: string;
  readonly user: string;
  /** Base32, 20 bytes. */
  readonly seed: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A device for a user, the same for the same number in every run. */
export function device(number: number, user = ''): Device {
  const digest = createHash('sha256')
    .update(`device ${String(number)}`)
    .digest();
  return {
    serial: String(245_252_000_000 + number),
    user,
    seed: [...digest].map((byte) => alphabet.charAt(byte % 32)).join(''),
  };
}

/** Devices for these users. */
export const devicesFor = (...users: readonly string[]): readonly Device[] =>
  users.map((user, index) => device(index + 1, user));

/** The vendor's file about these devices. */
export const csvOf = (devices: readonly Device[]): string =>
  [
    'upn,serial number,secret key,timeinterval,manufacturer,model',
    ...devices.map(({ user, serial, seed }) => `${user},${serial},${seed},30,Token2,C202`),
    '',
  ].join('\r\n');
