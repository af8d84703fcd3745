import { LIMIT } from '../limits.ts';
import { join, type Markup } from '../markup.ts';

/** What views need to know about the surroundings. */
export interface ViewContext {
  readonly org: {
    /** The org as people call it, such as `acme.okta.com`. */
    readonly name: string;
    /** `OKTA_ORG_URL`: links to users are made from it. */
    readonly url: string;
  };
  /** The slash command, with its slash. */
  readonly command: string;
}

/**
 * The text of notifications and screen readers: the parts that say anything, as one paragraph. Parts that Slack would
 * not take any more are left out, and that is said.
 */
export function fallback(...parts: readonly (Markup | undefined)[]): string {
  const textOf = (count: number): string => join(parts.slice(0, count), ' ').mrkdwn;
  let count = parts.length;
  while (count > 0 && textOf(count).length > LIMIT.text - more.length) count -= 1;
  return count === parts.length ? textOf(count) : textOf(count) + more;
}

const more = ' (more in the message)';
