import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceOf, checkCode } from '../../src/domain/code-check.ts';
import { driftOf, monthMs } from '../../src/domain/drift.ts';
import { Secret } from '../../src/domain/secret.ts';
import { algorithms } from '../../src/domain/token.ts';
import { aheadMs, codeOf, offsetsOf, offsetsOfTwo, stepAt } from '../../src/domain/totp.ts';

const seedOf = (text: string): Secret<Uint8Array> => new Secret(new Uint8Array(Buffer.from(text, 'ascii')));

const day = 24 * 3_600_000;
const start = Date.UTC(2026, 0, 5);

/** The test vectors of RFC 6238, appendix B. */
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

describe('a code', () => {
  it.each(vectors)('of second %i is that of RFC 6238', (second, ...codes) => {
    const made = algorithms.map((algorithm, index) => {
      const seed = seedOf('1234567890'.repeat(7).slice(0, [20, 32, 64][index]));
      return codeOf(seed, { algorithm, digits: 8, timeStepSeconds: 30 }, stepAt(second * 1000, 30));
    });
    expect(made).toEqual(codes);
  });

  it.each(
    algorithms.flatMap((algorithm) =>
      [30, 60].flatMap((timeStepSeconds) => [6, 8].map((digits) => ({ algorithm, timeStepSeconds, digits }))),
    ),
  )(
    'is found exactly, however far the clock is off: $algorithm, $timeStepSeconds s, $digits digits',
    (settings) => {
      const seed = seedOf('a seed for this one token');
      for (let offset = -20; offset <= 20; offset += 1) {
        const at = start + offset * 977;
        const code = codeOf(seed, settings, stepAt(at, settings.timeStepSeconds) + offset);
        expect(offsetsOf(seed, settings, code, { at, reach: 20 })).toEqual([offset]);
        expect(checkCode(seed, { settings, acceptedSteps: 3 }, code, { at })).toEqual({
          kind: Math.abs(offset) > 3 ? 'outside' : 'fits',
          step: stepAt(at, settings.timeStepSeconds) + offset,
        });
      }
    },
  );

  it('that Okta accepted before, or an older one, counts as used', () => {
    const settings = { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 } as const;
    const seed = seedOf('12345678901234567890');
    const step = stepAt(start, 30);
    const check = (of: number, lastStep: number) =>
      checkCode(seed, { settings, acceptedSteps: 3 }, codeOf(seed, settings, of), { at: start, lastStep })
        .kind;
    expect([check(step, step), check(step - 1, step), check(step + 1, step)]).toEqual([
      'used',
      'used',
      'fits',
    ]);
  });

  it('of another length fits nothing', () => {
    const settings = { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 } as const;
    expect(offsetsOf(seedOf('x'), settings, '1234567', { at: start, reach: 5 })).toEqual([]);
  });
});

describe('settings that the vendor’s file does not tell', () => {
  const authenticator = {
    id: 'aut1',
    name: 'Token2',
    active: true,
    algorithm: 'SHA256',
    digits: 8,
    timeStepSeconds: 60,
    encoding: 'base32',
    acceptedSteps: 5,
  } as const;

  it('are those of the authenticator it is enrolled under', () => {
    const token = { settings: { timeStepSeconds: 30 }, seedLength: 20, authenticatorId: 'aut1' };
    expect(acceptanceOf(token, [authenticator])).toEqual({
      settings: { algorithm: 'SHA256', digits: 8, timeStepSeconds: 60 },
      acceptedSteps: 5,
    });
  });

  it('are the usual ones where no authenticator is known', () => {
    const token = { settings: { timeStepSeconds: 30 }, seedLength: 20 };
    expect(acceptanceOf(token, [])).toEqual({
      settings: { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 },
      acceptedSteps: 10,
    });
  });
});

describe('two codes', () => {
  const settings = { algorithm: 'SHA1', digits: 6, timeStepSeconds: 30 } as const;
  const fleet = Array.from({ length: 500 }, (_, index) => seedOf(`seed of token ${String(index)}`));

  it('find the token that shows them one after the other', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: fleet.length - 1 }),
        fc.integer({ min: -19, max: 19 }),
        fc.integer({ min: 1, max: 4 }),
        (index, offset, later) => {
          const seed = fleet[index] ?? seedOf('');
          const step = stepAt(start, 30) + offset;
          const codes = [codeOf(seed, settings, step), codeOf(seed, settings, step + later)] as const;
          expect(offsetsOfTwo(seed, settings, codes, { at: start, reach: 20 })).toContain(offset);
        },
      ),
    );
  });

  it('never name a wrong token in 10,000 trials', () => {
    let wrong = 0;
    for (let trial = 0; trial < 10_000; trial += 1) {
      const at = start + trial * 61_000;
      const owner = trial % fleet.length;
      const step = stepAt(at, 30);
      const seed = fleet[owner] ?? seedOf('');
      const codes = [codeOf(seed, settings, step - 1), codeOf(seed, settings, step)] as const;
      const other = fleet[(owner + 1 + (trial % 499)) % fleet.length] ?? seedOf('');
      if (other !== seed && offsetsOfTwo(other, settings, codes, { at, reach: 20 }).length > 0) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it('in the wrong order are not the token’s', () => {
    const [seed = seedOf('')] = fleet;
    const step = stepAt(start, 30);
    const codes = [codeOf(seed, settings, step), codeOf(seed, settings, step - 1)] as const;
    expect(offsetsOfTwo(seed, settings, codes, { at: start, reach: 20 })).toEqual([]);
  });
});

/** What codes tell of a clock that drifts, read at odd moments. */
const readings = (secondsPerMonth: number, days: readonly number[], timeStepSeconds = 30) =>
  days.map((after, index) => {
    // People press the button at any moment of a day, and so of a step.
    const at =
      start + after * day + (createHash('sha256').update(String(index)).digest().readUInt32BE() % day);
    const token = at + ((at - start) / monthMs) * secondsPerMonth * 1000;
    return { at, aheadMs: aheadMs(stepAt(token, timeStepSeconds), at, timeStepSeconds) };
  });

const weekly = Array.from({ length: 53 }, (_, week) => week * 7);

describe('drift', () => {
  it.each([-20, -12, -10, -6, 6, 10, 12, 20])(
    'of %i s a month, watched for a year, is predicted within a month',
    (secondsPerMonth) => {
      const drift = driftOf(readings(secondsPerMonth, weekly), 90_000);
      const leaves = start + (90 / Math.abs(secondsPerMonth)) * monthMs;
      expect(Math.abs((drift?.leavesAt ?? 0) - leaves) / monthMs).toBeLessThan(1);
      expect(Math.abs((drift?.msPerMonth ?? 0) / 1000 - secondsPerMonth)).toBeLessThan(1);
    },
  );

  it('is not guessed from few codes, or from codes of a few days', () => {
    expect(driftOf([], 90_000)).toBeUndefined();
    expect(driftOf(readings(10, [0, 200]), 90_000)).toBeUndefined();
    expect(driftOf(readings(10, [0, 5, 10, 20]), 90_000)).toBeUndefined();
  });

  it('of a clock that is right leads nowhere', () => {
    expect(driftOf(readings(0, weekly), 90_000)?.leavesAt).toBeUndefined();
  });
});
