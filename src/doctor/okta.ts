import type { Config } from '../config.ts';
import { isLoopback, isOktaHost } from '../config/okta-url.ts';
import type { Authenticator, OktaOrg, Outcome, RejectReason, Trace } from '../domain/okta.ts';
import type { OktaClient } from '../okta/client.ts';
import { checkIdentity } from './okta-identity.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

type Configured = Config['okta']['authenticators'][number];

/** Opens Okta for these authenticators; what it opens is closed again here. */
export type Connect = (authenticators: readonly Configured[]) => OktaClient;

/** What the org and the credential are good for, from reads alone. `now` is epoch ms. */
export async function checkOkta(
  connect: Connect,
  config: Config['okta'],
  now: () => number,
): Promise<readonly Check[]> {
  const checks = await using(connect([]), async (okta) => {
    const org = await okta.org();
    const first = [checkOrg(org, config.orgUrl), ...checkClock(org, now())];
    return org.kind === 'ok' ? [...first, ...(await checkIdentity(okta, config.credential))] : first;
  });
  if (checks.some(({ state }) => state === 'fail')) return checks;
  // One at a time, because a read of several ends with the first that is wrong.
  const authenticators: Check[] = [];
  for (const configured of config.authenticators) {
    const read = await using(connect([configured]), (okta) => okta.authenticators());
    authenticators.push(checkAuthenticator(configured, read));
  }
  return [...checks, ...authenticators];
}

async function using<T>(okta: OktaClient, work: (okta: OktaClient) => Promise<T>): Promise<T> {
  try {
    return await work(okta);
  } finally {
    await okta.close();
  }
}

function checkOrg(org: Outcome<OktaOrg>, orgUrl: string): Check {
  const name = 'Okta org';
  if (org.kind !== 'ok') {
    return fail(
      name,
      `${orgUrl} does not answer like an Okta org.`,
      'Correct OKTA_ORG_URL, or check the network and status.okta.com.',
    );
  }
  const host = new URL(orgUrl).hostname;
  if (!isOktaHost(host) && !isLoopback(host)) {
    return warn(
      name,
      `${host} is not under one of Okta’s own domains.`,
      'Make sure that it is your custom domain.',
    );
  }
  return org.value.pipeline === 'idx'
    ? ok(name, `${org.value.id} runs Identity Engine.`)
    : warn(
        name,
        `${org.value.id} runs Classic Engine, whose Custom OTP settings cannot be read.`,
        'Write them out in OKTA_AUTHENTICATOR_ID.',
      );
}

const driftLimitMs = 30_000;

/** Okta's codes and certificates are about time; a wrong clock shows up as other trouble first. */
function checkClock(trace: Trace, now: number): readonly Check[] {
  const name = 'Clock';
  if (trace.oktaAt === undefined) return [];
  const apart = Math.round(Math.abs(now - trace.oktaAt) / 1000);
  return [
    apart * 1000 <= driftLimitMs
      ? ok(name, 'agrees with Okta’s.')
      : warn(name, `is ${String(apart)} s away from Okta’s.`, 'Synchronise this machine’s clock.'),
  ];
}

/** One configured authenticator, from a read that was asked for it alone. */
function checkAuthenticator({ id, settings }: Configured, read: Outcome<readonly Authenticator[]>): Check {
  const name = `Okta authenticator ${id}`;
  if (read.kind === 'rejected') return fail(name, ...refusalOf(read.reason));
  const found = read.kind === 'ok' ? read.value[0] : undefined;
  if (found === undefined) return fail(name, 'could not be read.', 'Run the check again in a minute.');
  if (!found.active) return fail(name, 'is not active.', 'Activate it in Okta, or name another one.');
  const { algorithm, digits, timeStepSeconds, encoding } = found;
  const written = settings ?? found;
  const same =
    written.algorithm === algorithm &&
    written.digits === digits &&
    written.timeStepSeconds === timeStepSeconds &&
    written.encoding === encoding;
  const line = `${algorithm}, ${String(digits)} digits, ${String(timeStepSeconds)} s, ${encoding}.`;
  return same
    ? ok(name, `is active: ${found.name}, ${line}`)
    : warn(
        name,
        `has other settings than were written out: ${line}`,
        'Correct OKTA_AUTHENTICATOR_ID; Okta’s count.',
      );
}

function refusalOf(reason: RejectReason): readonly [line: string, mend: string] {
  if (reason === 'not_found') return ['is not there in this org.', 'Correct OKTA_AUTHENTICATOR_ID.'];
  if (reason === 'permission') {
    return [
      'cannot be read with this credential.',
      'Let it read authenticators, or write the settings out in OKTA_AUTHENTICATOR_ID.',
    ];
  }
  return [
    'is not a Custom OTP authenticator whose settings Okta shows.',
    'Correct OKTA_AUTHENTICATOR_ID, or write the settings out there.',
  ];
}
