// What the bot's books say against what Okta holds.
import { openStore } from '../../src/store/open.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { factorsOf, type Scene } from './desk.ts';
import type { VendorToken } from './vendor.ts';

export interface Ledger {
  /** How many rows ended in which state. */
  readonly states: Readonly<Record<string, number>>;
  /** Serials whose row says something else than Okta holds. */
  readonly wrong: readonly string[];
  /** Users for whom Okta carried out an enrolment more than once. */
  readonly twice: readonly string[];
  readonly auditHolds: boolean;
}

interface BookedRow {
  readonly user: string;
  readonly serial: string;
  readonly state: string;
  readonly factorId: string;
}

/** Compares row by row, each with its own user, factor and seed. The bot may run or not. */
export async function balance(scene: Scene, tokens: readonly VendorToken[]): Promise<Ledger> {
  const { rows, auditHolds } = await booked(scene.dataDir);
  const held = Map.groupBy(
    factorsOf(scene, tokens),
    ({ userId }) => scene.okta.world.users.get(userId)?.profile.login ?? '',
  );
  const bySerial = new Map(rows.map((row) => [row.serial, row]));
  const agrees = ({ user, serial, seed }: VendorToken): boolean => {
    const row = bySerial.get(serial);
    const [factor, ...others] = held.get(user) ?? [];
    if (row === undefined || row.user !== user || others.length > 0) return false;
    if (row.state !== 'enrolled') return factor === undefined;
    return factor?.id === row.factorId && Buffer.from(factor.secret ?? []).equals(seed);
  };
  return {
    states: Object.fromEntries(
      [...Map.groupBy(rows, ({ state }) => state)].map(([state, { length }]) => [state, length]),
    ),
    wrong: tokens.filter((token) => !agrees(token)).map(({ serial }) => serial),
    twice: repeated(activations(scene)),
    auditHolds,
  };
}

async function booked(dataDir: string): Promise<{ rows: readonly BookedRow[]; auditHolds: boolean }> {
  const store = await openStore({ dataDir, readOnly: true });
  try {
    const rows = await store.db.query('SELECT user_ref, serial, state, factor_id FROM batch_row');
    const audit = await verifyAudit(store.db);
    return {
      auditHolds: audit.ok,
      rows: rows.map((row) => ({
        user: String(row['user_ref']),
        serial: String(row['serial']),
        state: String(row['state']),
        factorId: String(row['factor_id']),
      })),
    };
  } finally {
    await store.close();
  }
}

/** The users of Okta's own record of enrolments, one entry for each. */
const activations = ({ okta }: Scene): readonly string[] =>
  okta.world.log
    .filter(({ eventType, result }) => eventType === 'user.mfa.factor.activate' && result === 'SUCCESS')
    .map(({ userId }) => userId ?? '');

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
