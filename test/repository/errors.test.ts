import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/domain/errors.ts';
import { find, read, root } from './texts.ts';

const intro = `# Error codes

Codes name surprises: something around the bot, or the bot itself, is not as it must be. Refusals that a person can act
on, such as a wrong row or a late click, are sentences in Slack and have no code. A code is never renamed or used again,
so it can be searched for in logs and in the audit. In Slack, people see that something failed on the bot's side, with a
reference that stands in the log line beside the code.`;

const page = [intro, ...Object.entries(errorCodes).map(([code, mend]) => `## ${code}\n\n${mend}`)].join(
  '\n\n',
);

describe('the error codes', () => {
  it('stand in docs/errors.md with what to do about them', async () => {
    await expect(`${page}\n`).toMatchFileSnapshot(join(root, 'docs/errors.md'));
  });

  it('are all used', () => {
    const code = find('src/**/*.ts')
      .filter((file) => file !== 'src/domain/errors.ts')
      .map(read)
      .join('\n');
    expect(Object.keys(errorCodes).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  it('end their advice like a sentence', () => {
    for (const advice of Object.values(errorCodes)) expect(advice).toMatch(/^[A-Z`].*\.$/s);
  });
});
