import { Buffer } from 'node:buffer';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { Enrolment, SeedEncoding } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';

export const seedBytes = Buffer.from('Canary-0123456789-ab');
/** Every form in which the seed could show up in a text. */
export const seedTexts = [
  'INQW4YLSPEWTAMJSGM2DKNRXHA4S2YLC',
  seedBytes.toString('base64'),
  seedBytes.toString('hex'),
  seedBytes.toString('latin1'),
];

/** An enrolment of that seed for a user, under the local Okta's first authenticator. */
export const enrolmentOf = (userId: string, given: Partial<Enrolment> = {}): Enrolment => ({
  userId,
  authenticatorId: authenticatorIds.sha1Step30,
  encoding: 'base32',
  seed: new Secret(new Uint8Array(seedBytes)),
  ...given,
});

export const encodings: readonly SeedEncoding[] = ['base32', 'base64', 'hexadecimal'];
