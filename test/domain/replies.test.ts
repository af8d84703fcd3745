import { describe, expect, it } from 'vitest';
import { repliesFor, toldAtOnce, toldAtTheEnd } from '../../src/domain/replies.ts';
import { make } from '../support/make.ts';

describe('how a batch is told in its thread', () => {
  it('follows the setting, and otherwise the size', () => {
    expect(repliesFor('problems', 5)).toBe('problems');
    expect(repliesFor(undefined, 100)).toBe('each');
    expect(repliesFor(undefined, 101)).toBe('grouped');
  });

  it('tells every failure at once, whatever the setting', () => {
    for (const replies of ['each', 'grouped', 'problems'] as const)
      expect(toldAtOnce(replies, 'failed')).toBe(true);
    expect(toldAtOnce('grouped', 'enrolled')).toBe(false);
  });

  it('answers also for rows that never ran, one by one under each', () => {
    const rows = [
      make.row({ state: 'blocked' }),
      make.row({ state: 'skipped' }),
      make.row({ state: 'enrolled' }),
    ];
    expect(toldAtTheEnd('each', rows).single.map((row) => row.state)).toEqual(['blocked', 'skipped']);
  });

  it('groups everything but the failures, and loses nobody', () => {
    const rows = Array.from({ length: 95 }, (_, line) =>
      make.row({ line, state: line === 7 ? 'failed' : 'enrolled' }),
    );
    const { single, groups } = toldAtTheEnd('grouped', rows);
    expect(single).toEqual([]);
    expect(groups.flat().map((row) => row.line)).toEqual(
      rows.filter((row) => row.line !== 7).map((row) => row.line),
    );
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(30);
  });

  it('says nothing more at the end when only problems are wanted', () => {
    expect(toldAtTheEnd('problems', [make.row({ state: 'enrolled' })])).toEqual({ single: [], groups: [] });
  });
});
