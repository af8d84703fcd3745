import type { Actors } from '../actors.ts';
import type { Faults } from '../faults.ts';
import { jsonPage, sendPage } from '../http/body.ts';
import type { AdminRoutes } from '../http/router.ts';
import type { Workspace } from '../workspace.ts';

export interface Controls {
  readonly workspace: Workspace;
  readonly people: Actors;
  readonly faults: Faults;
  readonly settled: () => Promise<void>;
}

/** Drives the workspace from another process. */
export function adminRoutes(_controls: Controls): AdminRoutes {
  return (_arrived, response) => {
    sendPage(response, jsonPage(404, { error: 'no_such_route' }));
    return Promise.resolve();
  };
}
