import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acts } from '../../../sandbox/slack/admin/acts.ts';
import { adminRouteTable } from '../../../sandbox/slack/admin/routes.ts';
import { methods } from '../../../sandbox/slack/api/methods.ts';
import {
  actorCoverage,
  behaviourCoverage,
  cutCoverage,
  faultCoverage,
  methodCoverage,
  routeCoverage,
} from '../../../sandbox/slack/coverage.ts';
import type { Covered } from '../../../sandbox/slack/coverage.ts';
import { open, reply } from './support.ts';

const testFile = (name: string) => new URL(`${name}.test.ts`, import.meta.url);
const textOf = (name: string) => readFileSync(testFile(name), 'utf8');

const rows = (table: Readonly<Record<string, Covered>>) => Object.entries(table);
const all: readonly (readonly [string, Covered])[] = [
  ...rows(methodCoverage),
  ...rows(actorCoverage),
  ...rows(routeCoverage),
  ...rows(cutCoverage),
  ...rows(behaviourCoverage),
  ...Object.values(faultCoverage).flatMap((table) => rows(table)),
];

describe('the coverage table', () => {
  it('lists every method that is registered, and no other', () => {
    expect(Object.keys(methodCoverage).toSorted()).toEqual(Object.keys(methods).toSorted());
  });

  it('lists every act that the admin routes know', () => {
    expect(Object.keys(actorCoverage).toSorted()).toEqual(Object.keys(acts).toSorted());
  });

  it('lists every other admin route', () => {
    expect(Object.keys(routeCoverage).toSorted()).toEqual(Object.keys(adminRouteTable).toSorted());
  });

  it('names a test that exists for whatever is built', () => {
    const missing = all.filter(
      ([, { status, testedBy }]) => status !== 'not_built' && !existsSync(testFile(testedBy)),
    );
    expect(missing).toEqual([]);
  });

  it.each(rows(methodCoverage))('names a test that calls %s', (name, { testedBy }) => {
    expect(textOf(testedBy)).toContain(`'${name}'`);
  });

  it.each(rows(actorCoverage))('names a test that lets people %s', (name, { testedBy }) => {
    expect(textOf(testedBy)).toMatch(new RegExp(`people\\.${name}\\(`));
  });

  it.each(Object.values(faultCoverage).flatMap((table) => rows(table)))(
    'names a test that provokes %s',
    (name, { testedBy }) => {
      expect(textOf(testedBy)).toContain(`'${name}'`);
    },
  );

  it('says what is missing and why', () => {
    expect(all.filter(([, { status, note }]) => status !== 'built' && note === '')).toEqual([]);
  });

  it('is right about the rest: a method that is not listed is unknown', async () => {
    const slack = await open();
    expect(await reply(slack, 'views.publish')).toMatchObject({ error: 'unknown_method' });
  });
});
