import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes } from '../../../sandbox/okta/api/routes.ts';
import { coverage } from '../../../sandbox/okta/coverage.ts';

const isRoute = (what: string): boolean => /^(GET|POST|DELETE) \/[^ ]*$/.test(what);

describe('the coverage table', () => {
  it('names every route once, and no other', () => {
    const named = coverage.filter(({ what, status }) => isRoute(what) && status !== 'absent');
    const served = routes.map(({ method, pattern }) => `${method} ${pattern}`);
    expect(named.map(({ what }) => what).toSorted()).toEqual(served.toSorted());
  });

  it.each(coverage.filter(({ status }) => status !== 'absent'))('$what is held by $testedBy', (covered) => {
    const [file = '', name = ''] = (covered.testedBy ?? '').split(' > ');
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(text).toContain(`'${name}'`);
  });

  it('says of every gap what is missing', () => {
    const silent = coverage.filter(({ status, note }) => status !== 'faithful' && note === undefined);
    expect(silent).toEqual([]);
  });
});
