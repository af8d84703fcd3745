import type { Markup } from '../markup.ts';
import { join } from '../markup.ts';

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

/** The text of notifications and screen readers: the parts that say anything, as one paragraph. */
export const fallback = (...parts: readonly (Markup | undefined)[]): string => join(parts, ' ').mrkdwn;
