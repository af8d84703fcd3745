import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from './domain/ports.ts';

/** Ids such as `b-mb2x9k1q0-9f3a1c7e2b40`: they sort by age, and nobody can guess one. */
export const createIds = (clock: Clock): Ids => ({
  next: (prefix) =>
    `${prefix}-${clock.now().toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`,
});
