// Failures on demand: what a network, a proxy or Okta itself does to a request that was perfectly good.

import type { ErrorCode } from './api/errors.ts';

export type Fault =
  /** The change is made, the reply never arrives: the socket stays silent (`hang`) or is reset. */
  | { readonly kind: 'lose_reply'; readonly how: 'hang' | 'reset' }
  /** An Okta error: 500 E0000009, 503 E0000010 (read only), 504 E0000067; before or after the change is made. */
  | { readonly kind: 'error'; readonly status: 500 | 503 | 504; readonly when: 'before' | 'after' }
  /** Any error of the catalogue (`E0000100` for a search that is down, `E0000112` for a user still being activated). */
  | { readonly kind: 'refusal'; readonly code: ErrorCode }
  /** 429 E0000047 out of turn; `concurrency` carries limit 0 and remaining 0. Nothing is changed. */
  | { readonly kind: 'rate_limited'; readonly form: 'window' | 'concurrency' }
  /** The change is made, but the body is not what was promised; `no_content` is a 204 without one. */
  | { readonly kind: 'body'; readonly body: 'empty' | 'html' | 'truncated' | 'no_content' }
  /** A gateway's page instead of Okta's answer: 502 with HTML. Nothing is changed. */
  | { readonly kind: 'gateway' }
  | { readonly kind: 'rate_headers'; readonly how: 'missing' | 'doubled' }
  /** The `Date` header runs ahead (positive) or behind. */
  | { readonly kind: 'date'; readonly skewMs: number }
  | { readonly kind: 'slow'; readonly ms: number }
  /** The connection is closed before the request is read (`request`), or in the middle of the reply (`reply`). */
  | { readonly kind: 'cut'; readonly at: 'request' | 'reply' }
  /** The connection stays open, nothing is read and nothing is changed. */
  | { readonly kind: 'half_open' };

export interface FaultRule {
  /** `POST /api/v1/users/{userId}/factors`, a route id of the coverage table, a method alone, or `*` (default). */
  readonly route?: string;
  readonly fault: Fault;
  /** 1-based matching calls that are hit, counted from when the rule was added. */
  readonly nth?: number | readonly number[];
  /** Chance per matching call, drawn from the seeded generator. */
  readonly probability?: number;
  /** How often the rule fires before it is spent; 1 makes it a one-shot. Unlimited by default. */
  readonly times?: number;
}

export interface ActiveFault extends FaultRule {
  readonly id: string;
  readonly seen: number;
  readonly fired: number;
}

export interface Faults {
  /** Adds a rule and returns its id. Several rules may hit one call: each kind at most once, oldest first. */
  add(rule: FaultRule): string;
  /** The next matching call only. */
  once(route: string, fault: Fault): string;
  remove(id: string): void;
  clear(): void;
  readonly rules: readonly ActiveFault[];
}
