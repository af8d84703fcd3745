import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';

/** GET /.well-known/okta-organization: the org's id and engine, open to everybody. */
export const describeOrg = (_call: Call, state: State): Reply =>
  ok({
    id: state.org.id,
    cell: 'op3',
    _links: { organization: { href: state.org.url } },
    pipeline: state.flags.pipeline,
    settings: {
      analyticsCollectionEnabled: false,
      bugReportingEnabled: true,
      omEnabled: false,
      pssoEnabled: false,
      desktopMFAEnabled: false,
      itpEnabled: state.flags.pipeline === 'idx',
    },
  });
