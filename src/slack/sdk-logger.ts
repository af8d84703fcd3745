import { LogLevel } from '@slack/web-api';
import type { Logger } from '@slack/web-api';
import type { Log } from '../log.ts';

/**
 * The logger handed to Slack's SDKs. Their debug lines hold whole payloads, file previews and socket tickets, so they
 * are dropped whatever level anybody sets; of the rest only texts pass, through the log's scrubber. What the SDK calls
 * an error is a warning here: whoever made the call decides whether somebody must look.
 */
export function sdkLogger(log: Log, part: 'web-api' | 'socket-mode' | 'bolt'): Logger {
  return {
    debug: nothing,
    info: (...said) => {
      log.debug('slack sdk', { part, text: textOf(said) });
    },
    warn: (...said) => {
      log.warn('slack sdk', { part, text: textOf(said) });
    },
    error: (...said) => {
      log.warn('slack sdk', { part, text: textOf(said) });
    },
    setLevel: nothing,
    getLevel: () => LogLevel.INFO,
    setName: nothing,
  };
}

/** An "error code" of the SDK may be a proxy's whole page: the beginning tells enough. */
const longest = 200;

function textOf(said: readonly unknown[]): string {
  const text = said.filter((one) => typeof one === 'string').join(' ');
  return text.length > longest ? `${text.slice(0, longest)} … (cut)` : text;
}

function nothing(): void {
  // Levels and names are not the SDK's to choose.
}
