// One request, one answer: nothing is repeated or followed here, because only the caller knows whether it may be.
import { Buffer } from 'node:buffer';
import { Agent, type Dispatcher } from 'undici';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, percent-encoded; sent as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
}

/** `code` is undici's or the system's error code. `sent`: Okta may have got the request, or a part of it. */
export type Exchanged =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly bytes: Buffer }
  | { readonly kind: 'failed'; readonly sent: boolean; readonly code: string };

export interface HttpOptions {
  /** For a whole request from connecting to the last byte, milliseconds; connecting alone has half of it. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface Http {
  /** Never throws: what the network did is in the result. */
  exchange(request: HttpRequest): Promise<Exchanged>;
  /** Lets requests under way end, then closes the connections. */
  close(): Promise<void>;
}

/** Connections to one origin. */
export function openHttp(origin: string, options: HttpOptions): Http {
  const agent = new Agent({
    // On a shared HTTP/2 connection a fault of one stream leaves open what happened to the others.
    allowH2: false,
    pipelining: 1,
    connect: { timeout: Math.ceil(options.timeoutMs / 2) },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    maxResponseSize: options.maxAnswerBytes,
  });
  let closing: Promise<void> | undefined;
  return {
    exchange: (request) =>
      new Promise((resolve) => {
        const handler = answerHandler(options.timeoutMs, resolve);
        const { method, path, headers, body = null } = request;
        agent.dispatch({ origin, method, path, headers: { ...headers }, body }, handler);
      }),
    close: () => (closing ??= agent.close()),
  };
}

function answerHandler(timeoutMs: number, settle: (result: Exchanged) => void): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  const started: { by?: Dispatcher.DispatchController } = {};
  let status = 0;
  let received: Headers = {};
  const deadline = AbortSignal.timeout(timeoutMs);
  const expire = (): void => started.by?.abort(new TotalTimeout());
  const finish = (result: Exchanged): void => {
    deadline.removeEventListener('abort', expire);
    settle(result);
  };
  deadline.addEventListener('abort', expire);
  return {
    // undici calls this when a connection stands and nothing has been written to it yet, so that everything that
    // fails earlier (name look-up, refused, TLS, connect timeout) is known not to have reached Okta.
    onRequestStart: (controller) => {
      if (deadline.aborted) controller.abort(new TotalTimeout());
      else started.by = controller;
    },
    onResponseStart: (_controller, statusCode, headers) => {
      status = statusCode;
      received = headers;
    },
    onResponseData: (_controller, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      finish({ kind: 'answer', status, headers: received, bytes: Buffer.concat(chunks) });
    },
    onResponseError: (_controller, error) => {
      finish({ kind: 'failed', sent: started.by !== undefined, code: codeOf(error) });
    },
  };
}

class TotalTimeout extends Error {
  readonly code = 'TOTAL_TIMEOUT';
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
}
