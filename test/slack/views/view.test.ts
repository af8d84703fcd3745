import { describe, expect, it } from 'vitest';
import { fallback } from '../../../src/slack/views/view.ts';
import { say } from '../../../src/slack/markup.ts';

describe('the text of notifications', () => {
  it('leaves out whole parts that Slack would not take, and says so', () => {
    const long = { mrkdwn: 'x'.repeat(2500) };
    const shown = `Waiting: ${'x'.repeat(2500)} (more in the message)`;
    expect(fallback(say`Waiting:`, long, long, long)).toBe(shown);
    expect(fallback(say`Waiting:`, long)).toBe(`Waiting: ${'x'.repeat(2500)}`);
  });
});
