import { z } from 'zod';
import type { Secret } from '../domain/secret.ts';
import type { Token } from '../domain/token.ts';
import type { Db } from './db.ts';
import { tokenOf } from './tokens.ts';
import { loadSeed, type Vault } from './vault.ts';

/** A token with its seed, which is wiped when the walk goes on. */
export interface SeededToken {
  readonly token: Token;
  readonly seed: Secret<Uint8Array>;
}

const pageSize = 200;

/** Every token that has a seed, by serial. Sockets are served between the pages: there may be very many. */
export async function* walkSeeds(db: Db, vault: Vault): AsyncGenerator<SeededToken> {
  for (let after = ''; ;) {
    const rows = await db.query(
      'SELECT * FROM token WHERE serial_key > $1 AND seed_id IS NOT NULL ORDER BY serial_key LIMIT $2',
      [after, pageSize],
    );
    for (const fields of rows) {
      const token = tokenOf(fields);
      const seed = await loadSeed(db, vault, token.serial);
      if (seed === undefined) continue;
      try {
        yield { token, seed };
      } finally {
        seed.wipe();
      }
    }
    if (rows.length < pageSize) return;
    after = z.string().parse(rows.at(-1)?.['serial_key']);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
