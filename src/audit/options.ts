import { parseArgs } from 'node:util';
import { type ExportFormat, exportFormats } from './export.ts';

export const usage = `npm run audit -- verify [--checkpoint <line or file>]… [--key <public key>]…
    Follows the chain of audit entries from the first one. A checkpoint is a line that the bot wrote to its log or
    posted in the admin channel; a file may hold any number of them among other text. With one, entries that were
    written anew or cut off the end are found as well. Checkpoints are believed when SEED_KEY, or the owner of a
    --key given here, signed them.
npm run audit -- export [--since <date>] [--format jsonl|csv|ocsf]
    Writes the entries to standard output, oldest first: all, or those from a date such as 2026-11-24 (UTC) on.
npm run audit -- key
    Shows the public key that belongs to SEED_KEY.
Every command: --data-dir <folder> instead of DATA_DIR, --help. The bot may run meanwhile.
Exit codes: 0 whole or done, 1 the audit does not verify, 2 it could not be looked at, 64 wrong usage, 78 wrong settings.
`;

export type Options =
  | { readonly command: 'help' }
  | {
      readonly command: 'verify';
      readonly checkpoints: readonly string[];
      readonly keys: readonly string[];
      readonly dataDir: string | undefined;
    }
  | {
      readonly command: 'export';
      readonly format: ExportFormat;
      /** Epoch ms. */
      readonly since: number;
      readonly dataDir: string | undefined;
    }
  | { readonly command: 'key' };

const known = {
  checkpoint: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  since: { type: 'string' },
  format: { type: 'string' },
  'data-dir': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const allowed: Readonly<Record<string, readonly string[]>> = {
  verify: ['checkpoint', 'key', 'data-dir'],
  export: ['since', 'format', 'data-dir'],
  key: [],
};

/** What the arguments ask for; undefined when they are not understood. */
export function readOptions(args: readonly string[]): Options | undefined {
  const parsed = parse(args);
  if (parsed === undefined) return undefined;
  const { values, positionals } = parsed;
  const [command = '', ...more] = positionals;
  if (values.help === true || (command === 'help' && more.length === 0)) return { command: 'help' };
  const fits = Object.keys(values).every((name) => allowed[command]?.includes(name) === true);
  if (more.length > 0 || !fits) return undefined;
  if (command === 'verify') return verifyOptions(values);
  if (command === 'export') return exportOptions(values);
  return command === 'key' ? { command } : undefined;
}

function verifyOptions(values: Parsed['values']): Options | undefined {
  const { checkpoint: checkpoints = [], key: keys = [], 'data-dir': dataDir } = values;
  if (!keys.every((key) => /^[0-9a-f]{64}$/.test(key))) return undefined;
  return { command: 'verify', checkpoints, keys, dataDir };
}

function exportOptions(values: Parsed['values']): Options | undefined {
  const since = values.since === undefined ? 0 : Date.parse(values.since);
  const format = exportFormats.find((name) => name === (values.format ?? 'jsonl'));
  if (Number.isNaN(since) || format === undefined) return undefined;
  return { command: 'export', format, since, dataDir: values['data-dir'] };
}

interface Parsed {
  readonly values: {
    readonly checkpoint?: string[] | undefined;
    readonly key?: string[] | undefined;
    readonly since?: string | undefined;
    readonly format?: string | undefined;
    readonly 'data-dir'?: string | undefined;
    readonly help?: boolean | undefined;
  };
  readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Parsed | undefined {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true });
  } catch {
    return undefined;
  }
}
