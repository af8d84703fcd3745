import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandWords, parseCommand } from '../../src/domain/command.ts';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const mention = (slackUserId: string) => ({ kind: 'mention', slackUserId }) as const;
const ana = text('ana@acme.com');
const serial = '245252413141';
const problemOf = (typed: string): string => {
  const command = parseCommand(typed);
  return command.kind === 'wrong' ? command.problem : command.kind;
};

describe('a slash command', () => {
  it.each(['', '   ', '\u00a0', '\u200b', 'help', 'HELP', 'help assign'])('%j asks for help', (typed) => {
    expect(parseCommand(typed)).toEqual({ kind: 'help' });
  });

  it.each([
    ['assign ana@acme.com 245252413141', { kind: 'assign', user: ana, serial }],
    ['replace ana@acme.com 245252413141', { kind: 'replace', user: ana, serial }],
    ['revoke ana@acme.com', { kind: 'revoke', user: ana }],
    ['status', { kind: 'status' }],
    ['status 245252413141', { kind: 'status', about: text(serial) }],
    ['status <@U2>', { kind: 'status', about: mention('U2') }],
    ['batches', { kind: 'batches' }],
    ['whoami', { kind: 'whoami' }],
    ['  Assign   ana@acme.com\t245252413141  ', { kind: 'assign', user: ana, serial }],
  ])('%j is read', (typed, command) => {
    expect(parseCommand(typed)).toEqual(command);
  });

  it('is never taken for another one', () => {
    expect(parseCommand('asign ana 1')).toEqual({ kind: 'unknown', word: 'asign' });
    expect(parseCommand('<@U2> assign')).toEqual({ kind: 'unknown', word: 'a mention' });
    expect(parseCommand('constructor')).toEqual({ kind: 'unknown', word: 'constructor' });
  });
});

describe('the user of a command', () => {
  it.each([
    ['<@U2>', mention('U2')],
    ['<@U2|bob>', mention('U2')],
    ['<@W012ABC|Bob from "IT" & Co>', mention('W012ABC')],
    ['<mailto:ana@acme.com|ana@acme.com>', ana],
    ['<mailto:ana@acme.com>', ana],
    ['ana@<http://acme.com|acme.com>', ana],
    ['“ana@acme.com”', ana],
    ["'ana@acme.com'", ana],
    ['‘ana@acme.com’', ana],
    ['`ana@acme.com`', ana],
    ['ana@acme.com,', ana],
    ['ana\u200b@acme.com\u2069', ana],
    ['o’brien@acme.com', text("o'brien@acme.com")],
    ['r&amp;d@acme.com', text('r&d@acme.com')],
    ['r&amp;amp;d@acme.com', text('r&amp;d@acme.com')],
    ['ana+token@acme.com', text('ana+token@acme.com')],
    ['ana', text('ana')],
  ])('may be written %s', (typed, user) => {
    expect(parseCommand(`assign ${typed} ${serial}`)).toEqual({ kind: 'assign', user, serial });
    expect(parseCommand(`revoke\u00a0${typed}`)).toEqual({ kind: 'revoke', user });
  });

  it('is never a mention that was typed by hand', () => {
    expect(parseCommand('revoke &lt;@U2&gt;')).toEqual({ kind: 'revoke', user: text('<@U2>') });
  });

  it.each([
    ['<!subteam^S1|@admins>', 'a user group'],
    ['<!here>', 'a user group'],
    ['<#C1|general>', 'a channel'],
    ['@bob', 'did not turn the name'],
    ['“ ana smith ”', 'is not one'],
    ['x'.repeat(101), 'is not one'],
  ])('is refused as %s', (typed, why) => {
    for (const command of [`assign ${typed} 1`, `revoke ${typed}`, `status ${typed}`]) {
      expect(problemOf(command)).toContain(why);
    }
  });
});

describe('the serial of a command', () => {
  it.each(['245252413141', '<tel:245252413141|245252413141>', '"245252413141"', '245252413141;'])(
    'may be written %s',
    (typed) => {
      expect(parseCommand(`assign ana@acme.com ${typed}`)).toEqual({ kind: 'assign', user: ana, serial });
    },
  );

  it.each(['<@U2>', '<#C1>', '"2452 5241"', '9'.repeat(65)])('is refused as %s', (typed) => {
    expect(problemOf(`assign ana ${typed}`)).toMatch(/^The serial .*back of the token\.$/);
  });
});

describe('what is missing, misplaced or too much', () => {
  it.each([
    ['assign', 'The user and the serial of his token are missing.'],
    ['assign ana', 'The serial after the user is missing.'],
    ['assign 245252413141', 'The user before the serial is missing.'],
    ['assign 245252413141 ana', 'The user comes first, then the serial.'],
    ['assign 245252413141 <@U2>', 'The user comes first, then the serial.'],
    ['revoke', 'The user whose token is to be removed is missing.'],
    ['whoami now', 'Nothing can follow `whoami`.'],
    ['batches 3', 'Nothing can follow `batches`.'],
  ])('in %j is told', (typed, problem) => {
    expect(problemOf(typed)).toBe(problem);
  });

  it.each(['assign Ana Smith 245252413141', 'revoke Ana Smith', 'status Ana Smith'])(
    'in %j asks for one word per user',
    (typed) => {
      expect(problemOf(typed)).toContain('Write the user as one word');
    },
  );
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    'assign',
    'revoke',
    ' ',
    '"',
    '<',
    '>',
    '<@U2>',
    '&lt;',
    '&amp;',
    '|',
    'ana',
    '1',
    '\n',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );

  it('is read without an exception, and only whole visible words come out', () => {
    fc.assert(
      fc.property(typed, (value) => {
        const command = parseCommand(value);
        const words = JSON.stringify(command);
        expect(words).not.toMatch(/[\p{Cf}\u00a0]/u);
        expect([...commandWords, 'unknown', 'wrong']).toContain(command.kind);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read in time that grows no faster than the text', () => {
    for (const piece of ['"', '<', "'", '<@', '" <', '&', '`,', ',', '@']) {
      const started = performance.now();
      parseCommand(`assign ${piece.repeat(100_000)}x`);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });
});
