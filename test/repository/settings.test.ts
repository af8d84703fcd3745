import { describe, expect, it } from 'vitest';
import { schemas } from '../../src/config/schemas.ts';
import { settings, unsupported } from '../../src/config/settings.ts';
import type { Setting } from '../../src/config/settings.ts';
import { join } from 'node:path';
import { read, root, tableUnder } from './texts.ts';

const all: readonly Setting[] = settings;

/** A line of the example that sets nothing is commented out; what must be set stands ready to be filled in. */
function exampleOf(setting: Setting): string {
  const must = { yes: 'required', 'one of two': 'one of two', no: '' }[setting.required];
  const file = setting.secret ? `secret; also ${setting.name}_FILE, the path of a file that holds it` : '';
  const otherwise = setting.otherwise === undefined ? '' : `default: ${setting.otherwise}`;
  const remarks = [must, file, otherwise].filter((remark) => remark !== '');
  const remark = remarks.length === 0 ? '' : `\n# (${remarks.join('; ')})`;
  const line = `${setting.name}=${setting.fallback ?? ''}`;
  return `# ${setting.meaning.replaceAll('`', '')}${remark}\n${setting.required === 'yes' ? line : `# ${line}`}\n`;
}

const defaultOf = (setting: Setting): string => {
  if (setting.required !== 'no') return setting.required === 'yes' ? 'required' : 'one of the two';
  return setting.fallback === undefined ? (setting.otherwise ?? '') : `\`${setting.fallback}\``;
};

describe('the settings', () => {
  it('are the ones that are parsed', () => {
    expect(Object.keys(schemas).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  });

  it('have a default exactly where they need not be set', () => {
    const defaulted = all.filter(({ fallback, otherwise }) => (fallback ?? otherwise) !== undefined);
    expect(defaulted).toEqual(all.filter(({ required }) => required === 'no'));
  });

  it('stand in .env.example, all of them and in this order', async () => {
    const example = `# Settings of Token Desk. The README tells where each value is found.\n\n${all.map(exampleOf).join('\n')}`;
    await expect(example).toMatchFileSnapshot(join(root, '.env.example'));
  });

  it('stand in the README with their meaning and default', () => {
    const expected = all.map((setting) => [
      `\`${setting.name}\``,
      `${setting.meaning}${setting.secret ? ' (secret)' : ''}`,
      defaultOf(setting),
    ]);
    expect(tableUnder(read('README.md'), '### Settings')).toEqual(expected);
  });

  it('that are refused as not supported yet are not documented as settings', () => {
    for (const name of Object.keys(unsupported)) expect(read('.env.example')).not.toContain(`${name}=`);
  });
});
