import type { State } from '../records/state.ts';
import { instant } from './times.ts';
import { userUrl } from './user-views.ts';
import type { Enrollment, FactorRecord } from '../world.ts';

const allow = (...methods: readonly string[]): { readonly hints: { readonly allow: readonly string[] } } => ({
  hints: { allow: methods },
});

/** A factor as every endpoint shows it. A custom OTP shows neither its secret nor its profile. */
export function factorView(state: State, factor: FactorRecord): Record<string, unknown> {
  const user = userUrl(state, factor.userId);
  const self = `${user}/factors/${factor.id}`;
  const step =
    factor.status === 'PENDING_ACTIVATION'
      ? { activate: { href: `${self}/lifecycle/activate`, ...allow('POST') } }
      : { verify: { href: `${self}/verify`, ...allow('POST') } };
  return {
    id: factor.id,
    factorType: factor.factorType,
    provider: factor.provider,
    vendorName: factor.vendorName,
    status: factor.status,
    created: instant(factor.created),
    lastUpdated: instant(factor.lastUpdated),
    ...(factor.lastVerified === null ? {} : { lastVerified: instant(factor.lastVerified) }),
    _links: {
      self: { href: self, ...allow('GET', 'DELETE') },
      ...step,
      user: { href: user, ...allow('GET') },
    },
  };
}

export interface CatalogEntry {
  readonly factorType: string;
  readonly provider: string;
  readonly vendorName: string;
  readonly enrollment: Exclude<Enrollment, 'NOT_ALLOWED'>;
  readonly isSetUp: boolean;
}

/** One factor type the user may enrol in. */
export const catalogView = (state: State, userId: string, entry: CatalogEntry): Record<string, unknown> => ({
  factorType: entry.factorType,
  provider: entry.provider,
  vendorName: entry.vendorName,
  enrollment: entry.enrollment,
  status: entry.isSetUp ? 'ACTIVE' : 'NOT_SETUP',
  _links: { enroll: { href: `${userUrl(state, userId)}/factors`, ...allow('POST') } },
});
