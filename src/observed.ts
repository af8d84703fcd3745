import type { Config } from './config.ts';
import type { Clock } from './domain/ports.ts';
import type { Component } from './health.ts';
import type { Log } from './log.ts';
import { type MetricsPage, openMetrics } from './metrics/open.ts';
import { type OktaClient, openOkta } from './okta/client.ts';
import { componentsOf } from './readiness.ts';
import type { Connections } from './slack/connections.ts';
import type { Db } from './store/db.ts';
import { schemaKnown } from './store/open.ts';
import { readVersion } from './version.ts';

export interface Observed {
  readonly okta: OktaClient;
  readonly metrics: MetricsPage;
  /** What `/readyz` shows. */
  readonly components: () => Promise<readonly Component[]>;
}

interface Parts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly db: Db;
  readonly connections: Connections;
  readonly stopping: AbortSignal;
}

/** Opens Okta, and what operators see of it and of everything else. */
export async function openObserved(parts: Parts): Promise<Observed> {
  const { config, clock, log, db, connections, stopping } = parts;
  const schema = schemaKnown();
  const components = (): Promise<readonly Component[]> =>
    componentsOf({ db, connections, stopping: stopping.aborted, schema }, clock.now());
  const metrics = await openMetrics({
    db,
    dataDir: config.dataDir,
    version: readVersion(),
    now: () => clock.now(),
    slack: () => connections.state(),
    allowance: () => okta.allowance(),
    components,
  });
  const okta = openOkta({
    ...config.okta,
    clock,
    log: (event, facts) => {
      log.info(event, facts);
      metrics.onOkta(event, facts);
    },
  });
  return { okta, metrics, components };
}
