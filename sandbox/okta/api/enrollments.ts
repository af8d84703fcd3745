// GET /api/v1/users/{userId}/authenticator-enrollments, Identity Engine only. Unlike a factor, an enrolment
// links to the authenticator it was made under.
import { factorUser, noSuchUser } from './factors.ts';
import { factorsOf, isListed } from '../records/policy.ts';
import { ok, type Call, type Reply } from './reply.ts';
import type { State } from '../records/state.ts';
import { instant } from './times.ts';
import { userUrl } from './user-views.ts';
import type { AuthenticatorRecord, UserRecord } from '../world.ts';

interface Enrolled {
  readonly id: string;
  readonly authenticator: AuthenticatorRecord;
  readonly status: string;
  readonly created: number;
  readonly lastUpdated: number;
  readonly profile?: Record<string, string>;
}

/** Everything the user can sign in with that policy lets the caller see; the password and e-mail always. */
export function listEnrollments(call: Call, state: State): Reply {
  const user = factorUser(call, state);
  if (user === undefined) return noSuchUser(call, state);
  return ok([...builtIn(state, user), ...byFactor(state, user)].map((each) => view(state, user, each)));
}

function builtIn(state: State, user: UserRecord): readonly Enrolled[] {
  const { created, lastUpdated } = user;
  return [...state.authenticators.values()].flatMap((authenticator): readonly Enrolled[] => {
    const base = { authenticator, status: 'ACTIVE', created, lastUpdated };
    if (authenticator.key === 'okta_password') return [{ ...base, id: `lae${user.id.slice(3)}` }];
    if (authenticator.key !== 'okta_email') return [];
    return [{ ...base, id: `eae${user.id.slice(3)}`, profile: { email: user.profile.email } }];
  });
}

const byFactor = (state: State, user: UserRecord): readonly Enrolled[] =>
  factorsOf(state, user.id)
    .filter((factor) => isListed(state, user, factor))
    .flatMap((factor): readonly Enrolled[] => {
      const authenticator = state.authenticators.get(factor.authenticatorId ?? '');
      return authenticator === undefined ? [] : [{ ...factor, authenticator }];
    });

const hints = (...allow: readonly string[]): object => ({ hints: { allow } });

function view(state: State, user: UserRecord, enrolled: Enrolled): Record<string, unknown> {
  const { authenticator, profile } = enrolled;
  const owner = userUrl(state, user.id);
  return {
    type: authenticator.type,
    id: enrolled.id,
    key: authenticator.key,
    status: enrolled.status,
    name: authenticator.name,
    created: instant(enrolled.created),
    lastUpdated: instant(enrolled.lastUpdated),
    ...(profile === undefined ? {} : { profile }),
    _links: {
      self: { href: `${owner}/authenticator-enrollments/${enrolled.id}`, ...hints('GET', 'DELETE') },
      user: { href: owner, ...hints('GET') },
      authenticator: {
        href: `${state.org.url}/api/v1/authenticators/${authenticator.id}`,
        ...hints('GET'),
      },
    },
  };
}
