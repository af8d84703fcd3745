import { describe, expect, it } from 'vitest';
import type { VendorRow } from '../../src/domain/intake.ts';
import type { Authenticator } from '../../src/domain/okta.ts';
import { ana, fileRow, planOne, sha1, sha256, slow, withPeople } from './plan-world.ts';

const choose = (over: Partial<VendorRow>, authenticators: readonly Authenticator[] = [sha1, sha256, slow]) =>
  planOne({ asked: [fileRow({ user: ana.login, ...over })], ...withPeople([[ana, []]]), authenticators });

describe('the authenticator of a row', () => {
  it.each([
    ['time step', { settings: { timeStepSeconds: 60 } }, 'autSlow'],
    ['seed of 20 bytes', { seedLength: 20 }, 'autSha1'],
    ['seed of 32 bytes', { seedLength: 32 }, 'autSha256'],
    [
      'algorithm before length',
      { seedLength: 20, settings: { timeStepSeconds: 30, algorithm: 'SHA256' as const } },
      'autSha256',
    ],
  ])('is chosen by %s', (_, over, id) => {
    const row = choose(over);
    expect([row.verdict, row.authenticatorId, row.warnings]).toEqual(['enroll', id, undefined]);
  });

  it('is chosen by digits where the file gives them', () => {
    const eight = { ...sha1, id: 'autEight', digits: 8 };
    expect(choose({ settings: { timeStepSeconds: 30, digits: 8 } }, [sha1, eight]).authenticatorId).toBe(
      'autEight',
    );
    expect(choose({}, [sha1, eight]).verdict).toBe('authenticator_ambiguous');
  });

  it('is not guessed where the length says nothing', () => {
    const row = choose({ seedLength: 24 });
    expect(row.verdict).toBe('authenticator_ambiguous');
    expect(row.reason).toContain(
      '"Token2" (SHA1, 30 s, 6 digits); "Token2 SHA-256" (SHA256, 30 s, 6 digits)',
    );
  });

  it('is taken with a warning where it alone fits and the length speaks against it', () => {
    const row = choose({ seedLength: 32 }, [sha1, slow]);
    expect(row.verdict).toBe('enroll');
    expect(row.warnings).toEqual(['A secret key of 32 bytes is unusual for SHA1: try one token first.']);
  });

  it('must be active, and the reason says what each would take', () => {
    const row = choose({}, [{ ...sha1, active: false }, slow]);
    expect(row.verdict).toBe('no_authenticator');
    expect(row.reason).toContain('(30 s, algorithm not stated, digits not stated, seed of 20 bytes)');
    expect(row.reason).toContain(
      '"Token2" (SHA1, 30 s, 6 digits), not active; "Token2 60 s" (SHA1, 60 s, 6 digits)',
    );
    expect(choose({}, []).reason).toContain('no authenticator at all');
  });
});
