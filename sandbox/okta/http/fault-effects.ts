import { refuse } from '../api/errors.ts';
import type { Fault } from '../faults.ts';
import { noContent, type Reply } from '../api/reply.ts';
import type { State } from '../records/state.ts';

/** The fault of a kind among those that hit a call. */
export function findFault<K extends Fault['kind']>(
  faults: readonly Fault[],
  kind: K,
): Extract<Fault, { kind: K }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}

/** The reply a fault puts in place of the endpoint's, before anything is changed. */
export function interruption(state: State, faults: readonly Fault[]): Reply | undefined {
  if (findFault(faults, 'rate_limited') !== undefined) return refuse(state.ids, 'E0000047');
  if (findFault(faults, 'gateway') !== undefined) return gatewayPage;
  const refusal = findFault(faults, 'refusal');
  if (refusal !== undefined) return refuse(state.ids, refusal.code);
  const error = findFault(faults, 'error');
  return error?.when === 'before' ? errorReply(state, error.status) : undefined;
}

/** The reply that goes out, where a fault replaces what the endpoint answered. */
export function afterwards(state: State, faults: readonly Fault[], reply: Reply): Reply {
  if (findFault(faults, 'body')?.body === 'no_content') return noContent;
  const error = findFault(faults, 'error');
  return error?.when === 'after' ? errorReply(state, error.status) : reply;
}

const codes = { 500: 'E0000009', 503: 'E0000010', 504: 'E0000067' } as const;

const errorReply = (state: State, status: 500 | 503 | 504): Reply => refuse(state.ids, codes[status]);

export const htmlPage =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

const gatewayPage: Reply = { status: 502, text: htmlPage, headers: { 'content-type': 'text/html' } };
