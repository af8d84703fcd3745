import { z } from 'zod';
import type { OktaOrg } from '../domain/okta.ts';
import type { Call } from './send.ts';

/** Who answers at this address; Okta asks for no credential here. */
export const orgProbe: Call<OktaOrg> = {
  method: 'GET',
  path: '/.well-known/okta-organization',
  pattern: '/.well-known/okta-organization',
  effect: 'read',
  anonymous: true,
  schema: z.object({ id: z.string(), pipeline: z.string().catch('') }),
};
