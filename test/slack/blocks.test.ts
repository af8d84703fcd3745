import { describe, expect, it } from 'vitest';
import { button, context, linesOf, listing, section, sizeOf } from '../../src/slack/blocks.ts';
import { say } from '../../src/slack/markup.ts';
import { blockKitProblems } from '../support/block-kit.ts';
import { many } from './awkward.ts';

const lines = (n: number, length: number) => many(n, () => ({ mrkdwn: 'x'.repeat(length) }));

describe('listing', () => {
  it('opens a new section where the next line would not fit', () => {
    const { blocks, shown } = listing(say`title`, lines(4, 1400), 10_000);
    expect(blocks.map((block) => block.text?.text.length)).toEqual([2807, 2801]);
    expect(shown).toBe(4);
  });

  it('stops where the room ends, and says how many lines stand', () => {
    const { blocks, shown } = listing(say`title`, lines(1000, 90), 1000);
    expect(sizeOf(blocks)).toBeLessThanOrEqual(1000);
    expect(blocks[0]?.text?.text.split('\n')).toHaveLength(shown + 1);
    expect(shown).toBe(9);
  });

  it('counts what JSON makes of quotes', () => {
    const { blocks } = listing(
      say`title`,
      many(1000, () => ({ mrkdwn: '"\\'.repeat(40) })),
      11_000,
    );
    expect(blockKitProblems({ text: 'x', blocks })).toEqual([]);
  });

  it('makes no line that it does not show', () => {
    const made: number[] = [];
    const items = linesOf(many(1000, Number), (item) => (made.push(item), { mrkdwn: 'x'.repeat(90) }));
    expect(made.length).toBe(0);
    expect(listing(say`title`, items, 1000).shown).toBe(9);
    expect(made.length).toBe(10);
  });
});

describe('texts', () => {
  it('are shown whole, and nothing in them is turned into a link or a mention', () => {
    const ask = { title: 'a', text: say`b`, confirm: 'c', deny: 'd', style: 'danger' } as const;
    const made = button({ id: 'batch.reject', label: 'Reject', value: 'v', ask });
    expect(section(say`*a*`)).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: '*a*', verbatim: true },
      expand: true,
    });
    expect(context(say`a`, undefined, say``, say`b`)).toEqual([
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'a\nb', verbatim: true }] },
    ]);
    expect(made.confirm?.text).toEqual({ type: 'mrkdwn', text: 'b', verbatim: true });
    expect(context(undefined)).toEqual([]);
  });
});
