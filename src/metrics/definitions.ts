// Names and units after https://prometheus.io/docs/practices/naming/. No label holds a user, a serial or a batch: the
// number of series must not grow with the work.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const prefix = 'token_desk_';

/** Every metric of the bot, in a registry of its own. */
export function defineMetrics(registry: Registry): Metrics {
  const make = makers(registry);
  return { ...aboutWork(make), ...aboutOkta(make), ...aboutTheRest(make) };
}

interface Makers {
  readonly gauge: <L extends string = never>(name: string, help: string, ...labels: L[]) => Gauge<L>;
  readonly counter: <L extends string = never>(name: string, help: string, ...labels: L[]) => Counter<L>;
  readonly seconds: <L extends string = never>(name: string, help: string, ...labels: L[]) => Histogram<L>;
}

function makers(registry: Registry): Makers {
  const registers = [registry];
  const buckets = [0.1, 0.3, 1, 3, 10, 30];
  return {
    gauge: (name, help, ...labelNames) => new Gauge({ name: prefix + name, help, labelNames, registers }),
    counter: (name, help, ...labelNames) => new Counter({ name: prefix + name, help, labelNames, registers }),
    seconds: (name, help, ...labelNames) =>
      new Histogram({ name: prefix + name, help, labelNames, buckets, registers }),
  };
}

type Work = Pick<
  Metrics,
  | 'rows'
  | 'rowsOpen'
  | 'oldestOpenRow'
  | 'reconciled'
  | 'batches'
  | 'decisions'
  | 'refused'
  | 'tokens'
  | 'seeds'
  | 'oldestSeed'
  | 'messagesWaiting'
  | 'oldestMessage'
>;

const aboutWork = ({ gauge, counter }: Makers): Work => ({
  rows: counter('rows_total', 'Rows that came to an end', 'outcome'),
  rowsOpen: gauge('rows_open', 'Rows of running batches without an outcome', 'state'),
  oldestOpenRow: gauge('oldest_open_row_age_seconds', 'Age of the oldest row that runs; 0 without one'),
  reconciled: counter('reconcile_total', 'What became of answers of Okta that were lost', 'evidence'),
  batches: gauge('batches_open', 'Batches that have not ended', 'state'),
  decisions: counter('decisions_total', 'What people decided about batches', 'result'),
  refused: counter('refused_total', 'People who were refused, by rule', 'reason'),
  tokens: gauge('tokens', 'Tokens known to the bot', 'state'),
  seeds: gauge('seeds_sealed', 'Seeds at rest'),
  oldestSeed: gauge('seed_oldest_age_seconds', 'Age of the oldest seed at rest; 0 without one'),
  messagesWaiting: gauge('messages_waiting', 'Messages not yet in Slack'),
  oldestMessage: gauge(
    'message_oldest_age_seconds',
    'Age of the oldest message not yet in Slack; 0 without one',
  ),
});

type OktaMetrics = Pick<
  Metrics,
  'oktaRequests' | 'oktaDuration' | 'oktaThrottled' | 'oktaSignIns' | 'oktaRemaining' | 'oktaLimit'
>;

const aboutOkta = ({ gauge, counter, seconds }: Makers): OktaMetrics => ({
  oktaRequests: counter('okta_requests_total', 'Requests to Okta', 'op', 'class'),
  oktaDuration: seconds(
    'okta_request_duration_seconds',
    'From leave to send until the answer was read',
    'op',
  ),
  oktaThrottled: counter('okta_429_total', 'Requests that Okta refused for their rate'),
  oktaSignIns: counter('okta_sign_ins_total', 'Access tokens asked for', 'result'),
  oktaRemaining: gauge('okta_rate_limit_remaining', 'Requests left in the present window'),
  oktaLimit: gauge('okta_rate_limit', 'Requests in a whole window'),
});

const aboutTheRest = ({ gauge }: Makers): Omit<Metrics, keyof Work | keyof OktaMetrics> => ({
  buildInfo: gauge('build_info', 'Always 1; the version stands in the label', 'version', 'node'),
  ready: gauge('component_ready', 'Whether a part of the bot can work, as /readyz shows it', 'component'),
  slackConnected: gauge('slack_connections', 'Connections that deliver'),
  slackWanted: gauge('slack_connections_wanted', 'Connections there should be'),
  slackForeign: gauge('slack_foreign_connections', 'Connections of another process with the same app token'),
  auditSeq: gauge('audit_seq', 'Number of the last audit row'),
  databaseBytes: gauge('database_bytes', 'Size of the database file'),
  walBytes: gauge('wal_bytes', 'Size of the write-ahead log'),
  diskFree: gauge('disk_free_bytes', 'What is free for the bot under DATA_DIR'),
  backupAt: gauge(
    'backup_timestamp_seconds',
    'When the last backup in DATA_DIR/backups was made; 0 without one',
  ),
  lag: gauge('event_loop_lag_seconds', 'Delay of the event loop since the last scrape', 'quantile'),
});

/** By the names the code uses; Prometheus sees them with the prefix and in its own spelling. */
export interface Metrics {
  readonly buildInfo: Gauge<'version' | 'node'>;
  readonly ready: Gauge<'component'>;
  readonly rows: Counter<'outcome'>;
  readonly rowsOpen: Gauge<'state'>;
  readonly oldestOpenRow: Gauge;
  readonly reconciled: Counter<'evidence'>;
  readonly batches: Gauge<'state'>;
  readonly decisions: Counter<'result'>;
  readonly refused: Counter<'reason'>;
  readonly tokens: Gauge<'state'>;
  readonly seeds: Gauge;
  readonly oldestSeed: Gauge;
  readonly oktaRequests: Counter<'op' | 'class'>;
  readonly oktaDuration: Histogram<'op'>;
  readonly oktaThrottled: Counter;
  readonly oktaSignIns: Counter<'result'>;
  readonly oktaRemaining: Gauge;
  readonly oktaLimit: Gauge;
  readonly slackConnected: Gauge;
  readonly slackWanted: Gauge;
  readonly slackForeign: Gauge;
  readonly messagesWaiting: Gauge;
  readonly oldestMessage: Gauge;
  readonly auditSeq: Gauge;
  readonly databaseBytes: Gauge;
  readonly walBytes: Gauge;
  readonly diskFree: Gauge;
  readonly backupAt: Gauge;
  readonly lag: Gauge<'quantile'>;
}
