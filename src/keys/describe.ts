import { fingerprintGroups, type PublicKeys } from '../domain/keys.ts';

/** The public keys for a terminal: armor as it is mailed to a vendor, and fingerprints to be compared. */
export function describeKeys({ openpgp, age }: PublicKeys): string {
  const pgp = openpgp.map(
    ({ algorithm, fingerprint, armored }) =>
      `OpenPGP, ${algorithm}, fingerprint ${fingerprintGroups(fingerprint)}\n\n${armored}\n`,
  );
  return [...pgp, ...age.map((recipient) => `age recipient ${recipient}\n`)].join('\n');
}
