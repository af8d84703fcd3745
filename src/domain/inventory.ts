import { csv, type CsvFile } from './files.ts';
import type { Token } from './token.ts';

const heading = [
  'serial',
  'manufacturer',
  'model',
  'state',
  'user',
  'okta_user_id',
  'factor_id',
  'authenticator_id',
  'assigned_at',
  'verified_at',
  'clock_ahead_seconds',
  'leaves_window_at',
  'former_user',
] as const;

/** Every token as the bot knows it, with times as ISO 8601 in UTC and without any seed. `at` (epoch ms) names the file. */
export const inventoryCsv = (tokens: readonly Token[], at: number): CsvFile => ({
  name: `tokens-${new Date(at).toISOString().slice(0, 10)}.csv`,
  text: csv(heading, tokens.map(lineOf)),
});

const lineOf = (token: Token): readonly string[] => [
  token.serial,
  token.manufacturer,
  token.model,
  token.state,
  token.userLogin ?? '',
  token.userId ?? '',
  token.factorId ?? '',
  token.authenticatorId ?? '',
  time(token.assignedAt),
  time(token.verifiedAt),
  token.aheadMs === undefined ? '' : String(Math.round(token.aheadMs / 1000)),
  time(token.leavesAt),
  token.formerUserLogin ?? '',
];

const time = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
