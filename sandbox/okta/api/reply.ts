import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '../access/principals.ts';

/** A request after its route was found, its caller known and its body parsed. */
export interface Call {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly principal: Principal;
  readonly requestId: string;
}

/** What an endpoint answers; `body` is JSON unless absent. Header values that are lists are sent one line each. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** A body that is not JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export const ok = (body: unknown, headers: Reply['headers'] = {}): Reply => ({ status: 200, body, headers });

export const noContent: Reply = { status: 204 };

/** The value's own keys if it is a JSON object. */
export const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
