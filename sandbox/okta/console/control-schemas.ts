import { z } from 'zod';
import { isErrorCode } from '../api/errors.ts';

const kind = <K extends string>(name: K): z.ZodLiteral<K> => z.literal(name);

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: kind('lose_reply'), how: z.enum(['hang', 'reset']) }),
  z.strictObject({
    kind: kind('error'),
    status: z.literal([500, 503, 504]),
    when: z.enum(['before', 'after']),
  }),
  z.strictObject({ kind: kind('rate_limited'), form: z.enum(['window', 'concurrency']) }),
  z.strictObject({ kind: kind('refusal'), code: z.string().refine(isErrorCode) }),
  z.strictObject({ kind: kind('body'), body: z.enum(['empty', 'html', 'truncated', 'no_content']) }),
  z.strictObject({ kind: kind('gateway') }),
  z.strictObject({ kind: kind('rate_headers'), how: z.enum(['missing', 'doubled']) }),
  z.strictObject({ kind: kind('date'), skewMs: z.number() }),
  z.strictObject({ kind: kind('slow'), ms: z.number().min(0) }),
  z.strictObject({ kind: kind('cut'), at: z.enum(['request', 'reply']) }),
  z.strictObject({ kind: kind('half_open') }),
]);

/** A fault rule as it comes over the wire. */
export const faultRule = z.strictObject({
  route: z.string().exactOptional(),
  fault,
  nth: z.union([z.int().min(1), z.array(z.int().min(1))]).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  times: z.int().min(1).exactOptional(),
});

export const status = z.enum([
  'STAGED',
  'PROVISIONED',
  'ACTIVE',
  'PASSWORD_EXPIRED',
  'RECOVERY',
  'LOCKED_OUT',
  'SUSPENDED',
  'DEPROVISIONED',
]);

export const role = z.enum([
  'SUPER_ADMIN',
  'ORG_ADMIN',
  'APP_ADMIN',
  'USER_ADMIN',
  'HELP_DESK_ADMIN',
  'READ_ONLY_ADMIN',
  'REPORT_ADMIN',
  'GROUP_MEMBERSHIP_ADMIN',
  'API_ACCESS_MANAGEMENT_ADMIN',
  'MOBILE_ADMIN',
  'WORKFLOWS_ADMIN',
  'ACCESS_CERTIFICATIONS_ADMIN',
  'ACCESS_REQUESTS_ADMIN',
  'CUSTOM',
]);

export const enrollment = z.enum(['NOT_ALLOWED', 'OPTIONAL', 'REQUIRED']);

export const newUser = z.strictObject({
  email: z.string(),
  login: z.string().exactOptional(),
  firstName: z.string().exactOptional(),
  lastName: z.string().exactOptional(),
  status: status.exactOptional(),
  roles: z.array(role).exactOptional(),
});

export const profile = z.record(z.string(), z.string());

export const newAuthenticator = z.strictObject({
  name: z.string(),
  id: z.string().exactOptional(),
  status: z.enum(['ACTIVE', 'INACTIVE']).exactOptional(),
  settings: z
    .strictObject({
      timeIntervalInSeconds: z.int().exactOptional(),
      encoding: z.enum(['base32', 'base64', 'hexadecimal']).exactOptional(),
      algorithm: z.enum(['HMacSHA1', 'HMacSHA256', 'HMacSHA512']).exactOptional(),
      passCodeLength: z.literal([6, 8, 10]).exactOptional(),
      acceptableAdjacentIntervals: z.int().min(0).max(10).exactOptional(),
    })
    .exactOptional(),
});

/** The secret travels as hexadecimal. */
export const newFactor = z.strictObject({
  factorType: z
    .enum(['token:hotp', 'push', 'token:software:totp', 'sms', 'webauthn', 'question'])
    .exactOptional(),
  provider: z.enum(['CUSTOM', 'OKTA', 'GOOGLE', 'FIDO']).exactOptional(),
  authenticatorId: z.string().exactOptional(),
  secret: z
    .string()
    .regex(/^([0-9a-f]{2})+$/i)
    .transform((text): Uint8Array => Buffer.from(text, 'hex'))
    .exactOptional(),
});

export const flags = z.strictObject({
  enrolReply: z.enum(['object', 'array']).exactOptional(),
  unknownProfile: z.literal([400, 404]).exactOptional(),
  badSecret: z.enum(['refused', 'accepted']).exactOptional(),
  enrolWithoutActivate: z.enum(['pending', 'refused']).exactOptional(),
  apiNonce: z.boolean().exactOptional(),
  noAuth: z.literal([401, 403]).exactOptional(),
  extraFactors: z.boolean().exactOptional(),
  enrolStatuses: z.array(status).exactOptional(),
  pipeline: z.enum(['idx', 'v1']).exactOptional(),
  lockout: z.enum(['account', 'pause']).exactOptional(),
  otpSettings: z.enum(['nested', 'flat']).exactOptional(),
  sharedSecretReuse: z.enum(['accepted', 'refused']).exactOptional(),
  catalog: z.enum(['each', 'one']).exactOptional(),
  loginFindsDeprovisioned: z.boolean().exactOptional(),
  searchLagMs: z.number().min(0).exactOptional(),
  staleQueries: z.enum(['search', 'all']).exactOptional(),
  logDelayMs: z.number().min(0).exactOptional(),
  maxSearchLength: z.int().min(1).exactOptional(),
});
