import type { Exchange } from '../okta/journal.ts';
import type { Deviation, Validator } from './openapi.ts';

export interface ContractReport {
  readonly exchanges: number;
  /** Deviations nobody has a reason for, each once. */
  readonly unexpected: readonly Deviation[];
  /** The reasons that came up, with how often. */
  readonly expected: readonly { readonly reason: string; readonly times: number }[];
}

/** Holds recorded exchanges (see `OktaOptions.onExchange`) against the specification, requests and answers. */
export function checkExchanges(validator: Validator, exchanges: readonly Exchange[]): ContractReport {
  const deviations = exchanges.flatMap((exchange) => deviationsOf(validator, exchange));
  const unexpected = new Map<string, Deviation>();
  const expected = new Map<string, number>();
  for (const deviation of deviations) {
    const { known } = deviation;
    if (known === undefined) unexpected.set(JSON.stringify(deviation), deviation);
    else expected.set(known, (expected.get(known) ?? 0) + 1);
  }
  return {
    exchanges: exchanges.length,
    unexpected: [...unexpected.values()],
    expected: [...expected].map(([reason, times]) => ({ reason, times })),
  };
}

/** A reply that was lost (status 0) leaves only the request to check. */
function deviationsOf(validator: Validator, exchange: Exchange): readonly Deviation[] {
  const { method, path, query, requestBody, status, responseBody } = exchange;
  const asked = validator.request({ method, path, query, body: requestBody });
  if (status === 0) return asked;
  return [...asked, ...validator.response({ method, path, status, body: responseBody })];
}
