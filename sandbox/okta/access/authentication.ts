import type { Principal } from './principals.ts';
import type { Reply } from '../api/reply.ts';

export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly reply: Reply };

export const turnAway = (reply: Reply): Authentication => ({ ok: false, reply });
