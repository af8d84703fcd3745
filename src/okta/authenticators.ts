// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Authenticator/
import { z } from 'zod';
import type { Authenticator, NotOk, Outcome } from '../domain/okta.ts';
import { algorithms } from '../domain/token.ts';
import { readAll } from './pages.ts';
import type { Call, Send } from './send.ts';

/** An authenticator the operator named; `settings` where they gave them for when Okta does not show them. */
export interface AuthenticatorSetting {
  readonly id: string;
  readonly settings?: Pick<Authenticator, 'algorithm' | 'timeStepSeconds' | 'digits' | 'encoding'>;
}

const text = z.string().catch('');
const number = z.number().optional().catch(undefined);

const listedBody = z.object({ id: z.string().min(1), key: text, name: text, status: text });
type Listed = z.infer<typeof listedBody>;

const listAuthenticators: Call<readonly Listed[]> = {
  method: 'GET',
  path: '/api/v1/authenticators',
  pattern: '/api/v1/authenticators',
  effect: 'read',
  schema: z.array(listedBody),
};

const wanted = z.object({
  algorithm: z.enum(algorithms),
  digits: z.number(),
  timeStepSeconds: z.number(),
  encoding: z.enum(['base32', 'base64', 'hexadecimal']),
});

/** Okta's names for the settings, of which any may be missing; `HMacSHA256` is how it spells an algorithm. */
const shownBody = z
  .object({
    algorithm: text,
    encoding: text,
    passCodeLength: number,
    timeIntervalInSeconds: number,
    acceptableAdjacentIntervals: number,
  })
  .transform((shown) => ({
    algorithm: shown.algorithm.toUpperCase().replace(/^HMAC/, '') || undefined,
    encoding: shown.encoding || undefined,
    digits: shown.passCodeLength,
    timeStepSeconds: shown.timeIntervalInSeconds,
    acceptedSteps: shown.acceptableAdjacentIntervals,
  }));

// Documented flat; recorded answers have the settings in an object of their own.
const methodBody = z
  .looseObject({ status: text, settings: z.looseObject({}).catch({}) })
  .transform(({ status, settings, ...flat }) => ({
    status,
    ...shownBody.parse({ ...flat, ...settings }),
  }));
type Method = z.infer<typeof methodBody>;

const otpMethod = (id: string): Call<Method> => ({
  method: 'GET',
  path: `/api/v1/authenticators/${encodeURIComponent(id)}/methods/otp`,
  pattern: '/api/v1/authenticators/{authenticatorId}/methods/{methodType}',
  effect: 'read',
  schema: methodBody,
});

interface Parts {
  readonly send: Send;
  readonly origin: string;
  readonly signal?: AbortSignal | undefined;
}

/** The configured authenticators as Okta shows them; where it does not show settings, as they were configured. */
export async function readAuthenticators(
  parts: Parts,
  configured: readonly AuthenticatorSetting[],
): Promise<Outcome<readonly Authenticator[]>> {
  const { outcome } = await readAll(parts, listAuthenticators, parts.signal);
  if (outcome.kind !== 'ok' && !isUnreadable(outcome)) return outcome;
  const found: Authenticator[] = [];
  for (const setting of configured) {
    const one = await readOne(parts, setting, outcome);
    if (one.kind !== 'ok') return one;
    found.push(one.value);
  }
  const { requestId, oktaAt } = outcome;
  return { kind: 'ok', value: found, requestId, oktaAt };
}

/** Classic orgs have no such call, and many roles may not make it. */
const isUnreadable = (outcome: NotOk): boolean =>
  outcome.kind === 'rejected' && ['permission', 'not_found', 'invalid'].includes(outcome.reason);

async function readOne(
  parts: Parts,
  setting: AuthenticatorSetting,
  list: Outcome<readonly Listed[]>,
): Promise<Outcome<Authenticator>> {
  const listed = list.kind === 'ok' ? list.value.find(({ id }) => id === setting.id) : undefined;
  if (list.kind === 'ok' && listed === undefined && setting.settings === undefined)
    return refused('not_found', `Okta has no authenticator ${setting.id}`);
  if (listed !== undefined && listed.key !== '' && listed.key !== 'custom_otp')
    return refused('invalid', `Authenticator ${setting.id} is ${listed.key}, not a Custom OTP`);
  const { outcome } = await parts.send(otpMethod(setting.id), parts.signal);
  if (outcome.kind === 'ok') return combined(setting, listed, outcome.value);
  if (!isUnreadable(outcome) || setting.settings === undefined) return outcome;
  return combined(setting, listed, undefined);
}

/** What Okta shows counts; the configuration fills in what it does not show. */
function combined(
  { id, settings }: AuthenticatorSetting,
  listed: Listed | undefined,
  method: Method | undefined,
): Outcome<Authenticator> {
  const shown = Object.entries(method ?? {}).filter(([, value]) => value !== undefined);
  const complete = wanted.safeParse({ ...settings, ...Object.fromEntries(shown) });
  if (!complete.success) return refused('invalid', `Okta does not show the settings of authenticator ${id}`);
  const status = listed?.status ?? method?.status ?? '';
  // Where no status can be read, only enrolling will tell.
  const active = status === '' || status === 'ACTIVE';
  const acceptedSteps = method?.acceptedSteps;
  return { kind: 'ok', value: { id, name: listed?.name || id, active, acceptedSteps, ...complete.data } };
}

const refused = (reason: 'not_found' | 'invalid', summary: string): NotOk => ({
  kind: 'rejected',
  reason,
  status: 0,
  oktaCode: '',
  summary,
});
