// The company the sandbox, its story and most tests are set in. The awkward people are there on purpose.
import { Buffer } from 'node:buffer';
import type { OrgSeed } from './org.ts';

/** The ids of the org's Custom OTP authenticators, as an admin would copy them from the console. */
export const authenticatorIds = {
  sha1Step30: 'autSha1Step30Base32g',
  sha256Step30Hex: 'autSha256Step30Hex0g',
  sha1Step60: 'autSha1Step60Base32g',
  retired: 'autRetiredProfile00g',
} as const;

/** The secret of the token Emil was given before the bot came. */
export const emilSecret: Uint8Array = Buffer.from('9d41f07b2ce8365a90c4be17d3528fa66b1e04c9', 'hex');

/** Acme: four ordinary people, two with a login that is not their e-mail, and one of each awkward kind. */
export const defaultOrg: OrgSeed = {
  users: [
    { email: 'olga@acme.example', firstName: 'Olga', lastName: 'Orlova', roles: ['SUPER_ADMIN'] },
    { email: 'ana@acme.example', firstName: 'Ana', lastName: 'Alvarez' },
    { email: 'ben@acme.example', firstName: 'Ben', lastName: 'Baker' },
    {
      email: 'carla@acme.example',
      login: 'cmendes@corp.acme.example',
      firstName: 'Carla',
      lastName: 'Mendes',
    },
    { email: 'deniz@acme.example', login: 'd.yilmaz@acme.example', firstName: 'Deniz', lastName: 'Yılmaz' },
    { email: 'emil@acme.example', firstName: 'Emil', lastName: 'Eriksson' },
    { email: 'fatima@acme.example', firstName: 'Fatima', lastName: 'Farouk' },
    { email: 'maria@acme.example', firstName: 'Maria', lastName: 'Marin' },
    { email: 'tom@acme.example', firstName: 'Tom', lastName: 'Tanaka' },
    { email: 'greg@acme.example', firstName: 'Greg', lastName: 'Guest' },
    { email: 'erin@acme.example', firstName: 'Erin', lastName: 'Ellis' },
    { email: 'sam@acme.example', firstName: 'Sam', lastName: 'Silva', status: 'SUSPENDED' },
    { email: 'dora@acme.example', firstName: 'Dora', lastName: 'Dupont', status: 'DEPROVISIONED' },
    { email: 'alex@acme.example', login: 'alex.kim@acme.example', firstName: 'Alex', lastName: 'Kim' },
    { email: 'alex@acme.example', login: 'alex.king@acme.example', firstName: 'Alex', lastName: 'King' },
    // Somebody who left and whose successor got the address: search still finds both.
    {
      email: 'ben@acme.example',
      login: 'ben.2019@acme.example',
      firstName: 'Ben',
      lastName: 'Barros',
      status: 'DEPROVISIONED',
    },
  ],
  authenticators: [
    { id: authenticatorIds.sha1Step30, name: 'Token2 OTP Authenticator' },
    {
      id: authenticatorIds.sha256Step30Hex,
      name: 'Token2 SHA-256',
      settings: { algorithm: 'HMacSHA256', encoding: 'hexadecimal' },
    },
    { id: authenticatorIds.sha1Step60, name: 'Token2 60 seconds', settings: { timeIntervalInSeconds: 60 } },
    { id: authenticatorIds.retired, name: 'Retired tokens', status: 'INACTIVE' },
  ],
  factors: [
    { user: 'emil@acme.example', authenticatorId: authenticatorIds.sha1Step30, secret: emilSecret },
    { user: 'ana@acme.example', factorType: 'push', provider: 'OKTA' },
  ],
  credentialOwner: 'olga@acme.example',
};
