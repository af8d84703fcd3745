import { AppError } from '../domain/errors.ts';
import type { Allowance, Okta, Outcome, Priority } from '../domain/okta.ts';
import type { Clock } from '../domain/ports.ts';
import type { OktaCredential } from '../domain/okta-credential.ts';
import { readAdmins } from './admins.ts';
import { type AuthenticatorSetting, readAuthenticators } from './authenticators.ts';
import {
  enrolFactor,
  enrolRoute,
  listFactors,
  listRoute,
  unenrolFactor,
  unenrolled,
  verified,
  verifyFactor,
} from './factors.ts';
import { findUsers } from './find-users.ts';
import { openHttp } from './http.ts';
import { openIdentity } from './identity.ts';
import { listActivations } from './log.ts';
import { orgProbe } from './org.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { readAll } from './pages.ts';
import { createSend, type Log, type Send } from './send.ts';
import { getUser, userPage } from './users.ts';

export interface OktaSettings {
  /** Only its origin is used. Plain http is refused except towards this machine. */
  readonly orgUrl: string;
  readonly credential: OktaCredential;
  readonly authenticators: readonly AuthenticatorSetting[];
  readonly clock: Clock;
  readonly random?: () => number;
  /** For one request, from connecting to its last byte. */
  readonly timeoutMs?: number;
  readonly log?: Log;
}

export interface OktaClient extends Okta {
  /** The types of the admin roles that the credential acts with, such as `SUPER_ADMIN`. */
  roles(): Promise<Outcome<readonly string[]>>;
  /** Those of these scopes that the service app was granted; an API token has none, and all it asks for is allowed. */
  granted(scopes: readonly string[]): Promise<Outcome<readonly string[]>>;
  /** Ends all waiting with `retry`/`not_sent`, lets requests under way end, and closes the connections. */
  close(): Promise<void>;
}

/** A process that is told to stop waits for what is under way, and most hosts kill it after 30 s. */
const defaultTimeoutMs = 20_000;
/** A page of 200 users with large profiles is well below this. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** The one way to Okta. Throws CONFIG_INVALID for an address the credential must not be sent to. */
export function openOkta(settings: OktaSettings): OktaClient {
  const { clock, random = unforeseen, timeoutMs = defaultTimeoutMs, log = () => {} } = settings;
  const origin = originOf(settings.orgUrl);
  const http = openHttp(origin, { timeoutMs, maxAnswerBytes });
  const pacer = createPacer(clock, random);
  const identity = openIdentity(settings.credential, { origin, http, clock, log });
  const { authorize } = identity;
  const { authenticators } = settings;
  const sendAt = (priority: Priority): Send =>
    createSend({ origin, http, pacer, authorize, clock, log, priority });
  const callsAt = (priority: Priority): Okta => {
    const send = sendAt(priority);
    return { ...calls({ send, origin, authenticators }), ...about(pacer), at: callsAt };
  };
  return {
    ...callsAt('person'),
    roles: () => identity.roles(sendAt('person')),
    granted: (scopes) => identity.granted(scopes),
    close: async () => {
      pacer.close();
      await http.close();
    },
  };
}

const about = (pacer: Pacer): Pick<Okta, 'allowance' | 'atOnce'> => ({
  allowance: () => allowanceOf(pacer),
  atOnce: () => pacer.width(),
});

interface CallParts {
  readonly send: Send;
  readonly origin: string;
  readonly authenticators: readonly AuthenticatorSetting[];
}

function calls({ authenticators, ...parts }: CallParts): Omit<Okta, 'allowance' | 'atOnce' | 'at'> {
  const { send } = parts;
  return {
    org: async ({ signal } = {}) => (await send(orgProbe, signal)).outcome,
    authenticators: ({ signal } = {}) => readAuthenticators({ ...parts, signal }, authenticators),
    findUsers: (references, { signal } = {}) => findUsers({ ...parts, signal }, references),
    user: async (userId, { signal } = {}) => (await send(getUser(userId), signal)).outcome,
    users: (query, { signal } = {}) => userPage(parts, query, signal),
    admins: ({ signal } = {}) => readAdmins(parts, signal),
    factors: async (userId, { signal } = {}) => (await readAll(parts, listFactors(userId), signal)).outcome,
    activations: async (userId, since, { signal } = {}) =>
      (await send(listActivations(userId, since), signal)).outcome,
    enrol: async (enrolment, { signal, beforeSending } = {}) =>
      (await send({ ...enrolFactor(enrolment), beforeSending }, signal)).outcome,
    unenrol: async (userId, factorId, { signal, beforeSending } = {}) =>
      unenrolled((await send({ ...unenrolFactor(userId, factorId), beforeSending }, signal)).outcome),
    verify: async (userId, factorId, code, { signal } = {}) =>
      verified((await send(verifyFactor(userId, factorId, code), signal)).outcome),
  };
}

/** A row costs a read of factors and an enrolment, so the smaller of the two decides. */
function allowanceOf(pacer: Pacer): Allowance | undefined {
  const known = [enrolRoute, listRoute].flatMap((route) => pacer.left(route) ?? []);
  const [shortest] = known.sort((one, other) => one.limit - other.limit || one.remaining - other.remaining);
  return (
    shortest && {
      perMinute: shortest.limit,
      left: shortest.remaining,
      resetsInMs: shortest.resetsInMs,
    }
  );
}

/** A number in [0, 1). */
const unforeseen = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

function originOf(orgUrl: string): string {
  const url = URL.parse(orgUrl);
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)))
    throw new AppError('CONFIG_INVALID', { setting: 'OKTA_ORG_URL' });
  return url.origin;
}
