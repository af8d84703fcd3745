import { pino } from 'pino';
import { AppError } from './domain/errors.ts';
import { scrub, scrubCredentials } from './log/scrub.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Plain values only: no payload, no person's text, no secret can be logged by accident. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * One JSON object per line. `message` is a constant phrase in lower case; what varies goes into the fields. `info`:
 * somebody did something; `warn`: the bot coped; `error`: somebody must look. Of `thrown` only its kind, codes and
 * stack frames are written, because messages of foreign errors may quote what they were given.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, thrown?: unknown): void;
  error(message: string, fields?: LogFields, thrown?: unknown): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Takes finished lines; standard output by default. */
  readonly destination?: { write(line: string): void };
}

/** A log that writes from `level` on; every text in it has been through the scrubber. */
export function openLog(options: LogOptions): Log {
  const sink = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}, thrown?: unknown) => {
      if (!sink.isLevelEnabled(level)) return;
      const fault = thrown === undefined ? {} : { fault: describe(thrown) };
      sink[level]({ ...clean(fields), ...fault }, scrub(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

const longest = 1000;

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)} … (cut)` : text;
}

/** Our own ids, hashes and signatures look like seeds to the scrubber, and a log without them would be of no use. */
const isOwnId = (name: string): boolean => /(?:^id|^checkpoint|Ids?|Hash|[sS]ha256)$/.test(name);

function clean(fields: LogFields): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name,
    plain(name, value),
  ]);
  return Object.fromEntries(entries);
}

/** The types promise plain values; a caller that got round them still must not leak an object. */
function plain(name: string, value: unknown): unknown {
  if (typeof value === 'string') {
    // Scrubbed before it is cut, or half a seed at the edge would no longer look like one.
    const text = value.slice(0, 10 * longest);
    return shorten(isOwnId(name) ? scrubCredentials(text) : scrub(text));
  }
  if (value === undefined || value === null || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return '[withheld]';
}

interface Fault {
  readonly name: string;
  readonly code?: unknown;
  readonly hint?: string;
  readonly facts?: Record<string, unknown>;
  readonly frames?: readonly string[];
  readonly cause?: Fault;
}

/** What may be said of something thrown: kind, stable code, where; causes up to four deep. */
function describe(thrown: unknown, depth = 0): Fault {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const { name, cause } = thrown;
  return {
    name: scrub(name),
    ...('code' in thrown ? { code: plain('code', thrown.code) } : {}),
    ...(thrown instanceof AppError ? { hint: thrown.hint, facts: clean(thrown.facts) } : {}),
    frames: framesOf(thrown),
    ...(cause === undefined || depth >= 3 ? {} : { cause: describe(cause, depth + 1) }),
  };
}

const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .+:\d+:\d+\)?$/.test(line))
    .slice(0, 12)
    .map(scrub);
