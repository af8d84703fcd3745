import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Facts } from '../domain/errors.ts';
import type { Allowance } from '../domain/okta.ts';
import type { Component } from '../health.ts';
import type { Connections } from '../slack/connections.ts';
import type { Db } from '../store/db.ts';
import { type Figures, readFigures } from '../store/figures.ts';
import { outboxLag } from '../store/outbox.ts';
import { createAuditCounter } from './audit-events.ts';
import { defineMetrics, type Metrics } from './definitions.ts';
import { readDisk } from './disk.ts';
import { countOkta } from './okta-events.ts';

export interface MetricsPage {
  /** What the Okta client logs is counted here. */
  readonly onOkta: (event: string, facts: Facts) => void;
  /** The page for Prometheus, read anew. */
  page(): Promise<{ readonly contentType: string; readonly text: string }>;
  close(): void;
}

export interface MetricsParts {
  readonly db: Db;
  readonly dataDir: string;
  readonly version: string;
  readonly now: () => number;
  readonly slack: () => ReturnType<Connections['state']>;
  readonly allowance: () => Allowance | undefined;
  readonly components: () => Promise<readonly Component[]>;
}

const resolutionMs = 20;

/** Opens what `/metrics` shows. Nobody outside this process is asked; each scrape reads counts from the database. */
export async function openMetrics(parts: MetricsParts): Promise<MetricsPage> {
  const registry = new Registry();
  const metrics = defineMetrics(registry);
  collectDefaultMetrics({ register: registry, gcDurationBuckets: [0.01, 0.1] });
  metrics.buildInfo.set({ version: parts.version, node: process.versions.node }, 1);
  const { auditSeq } = await readFigures(parts.db);
  const countAudit = createAuditCounter(parts.db, metrics, auditSeq);
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  return {
    onOkta: (event, facts) => {
      countOkta(metrics, event, facts);
    },
    async page() {
      await readStore(parts, metrics, countAudit).catch(() => undefined);
      setSlack(metrics, parts.slack());
      setAllowance(metrics, parts.allowance());
      setLag(metrics, delay);
      for (const { name, state } of await parts.components())
        metrics.ready.set({ component: name }, state === 'ok' ? 1 : 0);
      await readDisk(metrics, parts.dataDir);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    close: () => {
      delay.disable();
      registry.clear();
    },
  };
}

/** A database that does not answer shows as a component that failed; the rest of the page is needed then most. */
async function readStore(
  { db, now }: MetricsParts,
  metrics: Metrics,
  countAudit: (upTo: number) => Promise<void>,
): Promise<void> {
  const figures = await readFigures(db);
  await countAudit(figures.auditSeq);
  setFigures(metrics, figures, now());
  const { waiting, oldestMs } = await outboxLag(db, now());
  metrics.messagesWaiting.set(waiting);
  metrics.oldestMessage.set(oldestMs / 1000);
}

function setFigures(metrics: Metrics, figures: Figures, now: number): void {
  const age = (since: number | undefined): number =>
    since === undefined ? 0 : Math.max(0, now - since) / 1000;
  for (const [gauge, counts] of [
    [metrics.batches, figures.batches],
    [metrics.rowsOpen, figures.openRows],
    [metrics.tokens, figures.tokens],
  ] as const) {
    // A state that nothing is in any more must not keep its last number.
    gauge.reset();
    for (const [state, n] of counts) gauge.set({ state }, n);
  }
  metrics.oldestOpenRow.set(age(figures.oldestOpenRowAt));
  metrics.seeds.set(figures.seeds);
  metrics.oldestSeed.set(age(figures.oldestSeedAt));
  metrics.auditSeq.set(figures.auditSeq);
}

function setSlack(metrics: Metrics, { connected, wanted, foreign }: ReturnType<Connections['state']>): void {
  metrics.slackConnected.set(connected);
  metrics.slackWanted.set(wanted);
  metrics.slackForeign.set(foreign);
}

function setAllowance(metrics: Metrics, allowance: Allowance | undefined): void {
  if (allowance === undefined) return;
  metrics.oktaRemaining.set(allowance.left);
  metrics.oktaLimit.set(allowance.perMinute);
}

/** The histogram holds whole intervals of the timer, and no number before the first one. */
const seconds = (nanoseconds: number): number =>
  Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3) : 0;

function setLag(metrics: Metrics, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  metrics.lag.set({ quantile: '0.5' }, seconds(delay.percentile(50)));
  metrics.lag.set({ quantile: '0.99' }, seconds(delay.percentile(99)));
  metrics.lag.set({ quantile: '1' }, seconds(delay.max));
  delay.reset();
}
