import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { securityRuns } from '../support/security-runs.ts';
import { clean, code, escape, fit, join, link, mention, moment, prose, say } from '../../src/slack/markup.ts';
import { activeParts } from '../support/block-kit.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('<', '>', '&', '`', '|', '\\', '🎉', '\u202E', '\n', ' ', 'a', ':b:'), {
      maxLength: 300,
    })
    .map((parts) => parts.join('')),
);

describe('clean', () => {
  it.each([
    ['control characters', 'a\0b\u0007c\u009Fd', 'abcd'],
    ['bidirectional characters', 'ana\u202Efdp.exe\u2066\u2069', 'anafdp.exe'],
    ['zero-width characters', 'a\u200Bn\u200Da\u2060\uFEFF\u00AD', 'ana'],
    ['line breaks and tabs', ' a\r\n\tb\u2028c\u00A0 d ', 'a b c d'],
    ['half a surrogate pair', 'a\uD83Cb', 'a\uFFFDb'],
  ])('takes out %s', (_what, text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  it.each(['Ana Ruiz', 'ana_ruiz+x@acme.com', 'Łukasz Żółw', '山田太郎', '🎉'])(
    'leaves %s as it is',
    (name) => {
      expect(clean(name)).toBe(name);
    },
  );
});

describe('fit', () => {
  it('leaves alone what fits', () => {
    expect(fit('a < b', 30)).toBe('a &lt; b');
  });

  it('says how many characters a cut took', () => {
    expect(fit('x'.repeat(100), 40)).toBe(`${'x'.repeat(21)}… (+79 characters)`);
  });

  it('counts characters as people do, not by their escaped length', () => {
    const shown = fit('&'.repeat(100), 50);
    const kept = (shown.match(/&amp;/g) ?? []).length;
    expect(shown).toBe(`${'&amp;'.repeat(kept)}… (+${String(100 - kept)} characters)`);
    expect(shown.length).toBeLessThanOrEqual(50);
  });

  it('never exceeds its limit, never splits an entity or a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 30, max: 200 }), (text, max) => {
        const shown = fit(text, max);
        expect(shown.length).toBeLessThanOrEqual(max);
        expect(shown.isWellFormed()).toBe(true);
        expect(activeParts(shown)).toEqual([]);
      }),
      { numRuns: securityRuns ?? 2000 },
    );
  });
});

describe('prose', () => {
  it.each([
    ['*bold*', '∗bold∗'],
    ['_slanted_ but ana_ruiz@acme.com', '＿slanted＿ but ana_ruiz@acme.com'],
    ['~struck~', '∼struck∼'],
    ['run `npm start`', "run 'npm start'"],
    [':tada: at 10:44:03', '∶tada: at 10:44:03'],
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
  ])('shows %s without acting on it', (text, shown) => {
    expect(prose(text).mrkdwn).toBe(shown);
  });

  it('gives Slack nothing to act on, whatever it is given', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(activeParts(say`${text} ${code(text)} ${mention(text)} ${link(text, say`x`)}`.mrkdwn)).toEqual(
          [],
        );
      }),
      { numRuns: securityRuns ?? 2000 },
    );
  });
});

describe('code', () => {
  it('cannot be left by a backtick', () => {
    expect(code('a`b```c').mrkdwn).toBe('`aˋbˋˋˋc`');
  });

  it('says so when there is nothing to show', () => {
    expect(code('\u200B').mrkdwn).toBe('(empty)');
  });
});

describe('mention', () => {
  it.each(['U1', 'W012ABC', 'U0123456789'])('names %s', (id) => {
    expect(mention(id).mrkdwn).toBe(`<@${id}>`);
  });

  it.each(['', 'u1', 'U1|bob', 'U1> <!channel', '!here', 'B1', 'S1', 'U1 '])(
    'notifies nobody for %j',
    (id) => {
      expect(mention(id).mrkdwn).not.toContain('<');
    },
  );
});

describe('moment', () => {
  it("stands in the reader's time zone, and in UTC where Slack shows no dates", () => {
    expect(moment(Date.UTC(2026, 10, 23, 10, 44, 59, 999)).mrkdwn).toBe(
      '<!date^1795430699^{date_short_pretty} at {time}|2026-11-23 10:44 UTC>',
    );
  });

  it.each([Number.NaN, Infinity, 1e20])('does not fail on %s', (at) => {
    expect(moment(at).mrkdwn).toBe('at an unknown time');
  });
});

describe('link', () => {
  it('links, and keeps what would end the link or its address out of both', () => {
    const url = 'https://acme.slack.com/a|b?c=1&d=<2>';
    expect(link(url, say`e|f`).mrkdwn).toBe('<https://acme.slack.com/a%7Cb?c=1&amp;d=%3C2%3E|e¦f>');
  });

  it.each(['javascript:alert(1)', 'slack://x', 'not a url', '', `https://acme.com/${'x'.repeat(600)}`])(
    'shows only the label for %s',
    (url) => {
      expect(link(url, say`label`).mrkdwn).toBe('label');
    },
  );
});

describe('say', () => {
  it('escapes what is put in and keeps what is ours', () => {
    expect(say`*${'<b>*'}* ${10_000} ${code('c')}`.mrkdwn).toBe('*&lt;b&gt;∗* 10,000 `c`');
  });

  it('joins only the parts that say anything', () => {
    expect(join([say`a`, undefined, say``, say`b`], ' · ').mrkdwn).toBe('a · b');
  });
});

describe('escape', () => {
  it('touches exactly the three characters that Slack reads', () => {
    expect(escape('<a> & "b" \'c\'')).toBe('&lt;a&gt; &amp; "b" \'c\'');
  });
});
