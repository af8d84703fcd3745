import type { Ids } from './ids.ts';

// docs.slack.dev/interactivity/handling-user-interaction: five uses within thirty minutes.
const maxUses = 5;
const lifetimeMs = 30 * 60_000;

export interface ResponseTarget {
  readonly kind: 'commands' | 'actions';
  readonly userId: string;
  readonly channelId: string;
  /** The message that was clicked; absent for commands. */
  readonly clicked: { readonly ts: string; readonly ephemeral: boolean } | undefined;
}

export type Redeemed =
  | { readonly ok: true; readonly target: ResponseTarget }
  | { readonly ok: false; readonly error: 'no_such_url' | 'used_url' | 'expired_url' };

export interface ResponseUrls {
  /** The path to append to the workspace's own address. */
  issue(target: ResponseTarget): string;
  /** Counts one use of the path. */
  redeem(path: string): Redeemed;
}

export function makeResponseUrls(ids: Ids, now: () => number, teamId: string): ResponseUrls {
  const issued = new Map<string, { readonly target: ResponseTarget; readonly until: number; uses: number }>();
  return {
    issue(target) {
      const path = `/hooks/${target.kind}/${teamId}/${ids.digits(13)}/${ids.secret(24)}`;
      issued.set(path, { target, until: now() + lifetimeMs, uses: 0 });
      return path;
    },
    redeem(path) {
      const entry = issued.get(path);
      if (entry === undefined) return { ok: false, error: 'no_such_url' };
      if (now() > entry.until) return { ok: false, error: 'expired_url' };
      if (entry.uses >= maxUses) return { ok: false, error: 'used_url' };
      entry.uses += 1;
      return { ok: true, target: entry.target };
    },
  };
}
