import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { defineMetrics } from '../../src/metrics/definitions.ts';
import { read } from './texts.ts';

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            labels: z.object({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.object({ summary: z.string(), runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(read('deploy/alerts.yml')))
  .groups.flatMap((group) => group.rules);

const panels = z
  .object({
    panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
  })
  .parse(JSON.parse(read('deploy/grafana/token-desk.json'))).panels;

/** Names and labels of everything the bot exports. */
const exported = new Map(
  Object.values(defineMetrics(new Registry())).map((metric) => {
    const { name, labelNames } = z
      .object({ name: z.string(), labelNames: z.array(z.string()) })
      .parse(metric);
    return [name, labelNames] as const;
  }),
);

const named = (expr: string): readonly string[] =>
  [...expr.matchAll(/\btoken_desk_\w+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ''));

/** Labels that an expression selects or groups by. */
const labelsIn = (expr: string): readonly string[] => [
  ...[...expr.matchAll(/(?<=[{,]\s*)(\w+)=~?"/g)].map(([, label = '']) => label),
  ...[...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim()),
  ),
];

describe('the alert rules', () => {
  it('are eight, each with something to read about it', () => {
    expect(rules).toHaveLength(8);
    const page = read('docs/operations.md').toLowerCase();
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(page).toContain(`### ${alert.toLowerCase()}\n`);
    }
  });
});

describe.each([
  ['alert rules', rules.map(({ alert, expr }) => ({ title: alert, expr }))],
  ['dashboard', panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })))],
])('the %s', (_, expressions) => {
  it.each(expressions)('$title: asks for metrics and labels that there are', ({ expr }) => {
    const names = named(expr);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
    const known = ['job', 'le', ...names.flatMap((name) => exported.get(name) ?? [])];
    expect(labelsIn(expr).filter((label) => !known.includes(label))).toEqual([]);
  });
});

describe('the metrics', () => {
  it('are all shown or watched', () => {
    const used = new Set(
      [...rules, ...panels.flatMap(({ targets }) => targets)].flatMap(({ expr }) => named(expr)),
    );
    const idle = [...exported.keys()].filter((name) => !used.has(name));
    // What is left is for looking at by hand.
    expect(new Set(idle)).toEqual(
      new Set(['token_desk_build_info', 'token_desk_seed_oldest_age_seconds', 'token_desk_audit_seq']),
    );
  });

  it('are in base units, with totals called so, and without a label that grows with the work', () => {
    for (const [name, labels] of exported) {
      expect(name).toMatch(/^token_desk_[a-z0-9_]+$/);
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|kb|mb)\b/);
      expect(labels.filter((label) => /user|serial|batch|row|channel/.test(label))).toEqual([]);
    }
  });
});
