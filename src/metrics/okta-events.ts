import type { Facts } from '../domain/errors.ts';
import type { Metrics } from './definitions.ts';

/** Counts what the Okta client logs; an event it does not know changes nothing. */
export function countOkta(metrics: Metrics, event: string, facts: Facts): void {
  if (event === 'okta answered') answered(metrics, facts);
  else if (event === 'okta access token renewed') metrics.oktaSignIns.inc({ result: 'ok' });
  else if (event === 'okta access token refused')
    metrics.oktaSignIns.inc({ result: facts['kind'] === 'rejected' ? 'refused' : 'failed' });
}

function answered(metrics: Metrics, facts: Facts): void {
  const op = String(facts['route']);
  const status = Number(facts['status']);
  metrics.oktaRequests.inc({ op, class: classOf(status, facts['sent'] === true) });
  metrics.oktaDuration.observe({ op }, Number(facts['tookMs']) / 1000);
  if (status === 429) metrics.oktaThrottled.inc();
}

/** `lost`: it may have arrived; `not_sent`: it certainly did not. The two credentials' statuses stand alone. */
function classOf(status: number, sent: boolean): string {
  if (status === 0) return sent ? 'lost' : 'not_sent';
  if ([401, 403, 429].includes(status)) return String(status);
  return `${String(Math.floor(status / 100))}xx`;
}
