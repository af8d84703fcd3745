import type { RoleType } from '../world.ts';

/** Who is calling: an SSWS credential with its owner's roles, or a service app with its token's scopes. */
export interface Principal {
  readonly id: string;
  readonly kind: 'credential' | 'client' | 'anonymous';
  readonly name: string;
  /** The user `me` stands for; a service app has none. */
  readonly ownerId: string | null;
  readonly scopes: readonly string[] | 'all';
  readonly roles: readonly RoleType[];
  /** Users the caller's resource set covers. */
  readonly reach: readonly string[] | 'all';
}

export const anonymous: Principal = {
  id: 'anonymous',
  kind: 'anonymous',
  name: 'anonymous',
  ownerId: null,
  scopes: [],
  roles: [],
  reach: [],
};
