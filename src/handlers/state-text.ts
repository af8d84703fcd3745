import type { TokenState } from '../domain/token.ts';

/** The state of a token as people say it. */
export const stateText: Readonly<Record<TokenState, string>> = {
  stock: 'in stock',
  assigned: 'assigned',
  lost: 'lost',
  faulty: 'faulty',
  retired: 'retired',
};
