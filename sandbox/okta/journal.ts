// What was asked and answered, without what must not be kept: no header, no body, no query value.

export interface JournalEntry {
  readonly at: number;
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** The route's pattern, `null` where no route matched. */
  readonly route: string | null;
  /** 0 where no status was sent (lost reply, cut or half-open connection). */
  readonly status: number;
  readonly requestId: string;
  /** The credential's or client's id, never its secret; `null` for an unknown caller. */
  readonly principal: string | null;
  /** Kinds of the faults that were applied. */
  readonly faults: readonly string[];
}

/** One request and its answer for a contract check; secrets are replaced by placeholders of the same shape. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly responseBody: unknown;
}
