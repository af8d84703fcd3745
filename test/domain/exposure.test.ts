import { describe, expect, it } from 'vitest';
import { mayExpose, waitsForDeletion } from '../../src/domain/exposure.ts';

const file = { id: 'F1', name: 'tokens.csv', sizeBytes: 1, sha256: '' };
const quarantined = { exposure: { holds: 'seeds', quarantined: true } } as const;

describe('a batch', () => {
  it('waits for the deletion of its file where the operator wants it gone first', () => {
    expect(waitsForDeletion({ file, briefing: quarantined })).toBe(true);
    expect(waitsForDeletion({ file: { ...file, deletedAt: 1 }, briefing: quarantined })).toBe(false);
  });

  it('waits for nothing where the operator did not ask for that, and without a file', () => {
    expect(waitsForDeletion({ file, briefing: { exposure: { holds: 'seeds', quarantined: false } } })).toBe(
      false,
    );
    expect(waitsForDeletion({ file, briefing: {} })).toBe(false);
    expect(waitsForDeletion({ briefing: quarantined })).toBe(false);
  });
});

describe('a file', () => {
  it('may expose seeds where it holds some in clear, or was never understood', () => {
    expect(mayExpose({ holds: 'seeds' })).toBe(true);
    expect(mayExpose(undefined)).toBe(true);
    expect(mayExpose({ holds: 'sealed' })).toBe(false);
    expect(mayExpose({ holds: 'none' })).toBe(false);
  });
});
