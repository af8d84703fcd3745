import type { Config } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { openKeyFile } from '../store/key-file.ts';
import { openStore } from '../store/open.ts';
import { rotateKey } from '../store/rotate-key.ts';

/**
 * Puts everything that the former SEED_KEY seals under the present one: the seeds' data keys and the bot's own keys.
 * The bot must not run meanwhile (STORE_LOCKED). Cut short, the same call goes on. Gives a sentence for the terminal.
 */
export async function rotate(
  { dataDir, seedKey, formerSeedKey }: Config,
  now: () => number,
): Promise<string> {
  if (formerSeedKey === undefined)
    throw new AppError('CONFIG_INVALID', { setting: 'SEED_KEY_PREVIOUS', found: 'nothing' });
  const store = await openStore({ dataDir });
  try {
    const seeds = await rotateKey(store.db, {
      from: formerSeedKey,
      to: seedKey,
      at: now(),
      beside: () => {
        sealKeyFileAnew(dataDir, formerSeedKey, seedKey);
      },
    });
    return seeds === undefined
      ? 'Everything is under SEED_KEY already. Remove SEED_KEY_PREVIOUS.'
      : `Done: ${String(seeds)} seeds are under the new SEED_KEY. Remove SEED_KEY_PREVIOUS, start the bot, and keep the former key only as long as backups made before.`;
  } finally {
    await store.close();
  }
}

/** The file is replaced whole, so it is under one key or the other. */
function sealKeyFileAnew(dataDir: string, from: Secret<Uint8Array>, to: Secret<Uint8Array>): void {
  try {
    const kept = openKeyFile(dataDir, from).read();
    if (kept.length > 0) openKeyFile(dataDir, to).replace(kept);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'VAULT_KEY_WRONG')) throw error;
    // An earlier call came as far as this: it must open under the new key.
    openKeyFile(dataDir, to).read();
  }
}
