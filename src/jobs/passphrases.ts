import type { Secret } from '../domain/secret.ts';

/**
 * What people typed to open files, by batch: in memory alone, until the batch is planned. Whatever ends the process
 * ends it as well, and people are asked again.
 */
export interface Passphrases {
  give(batchId: string, passphrase: Secret<string>): void;
  of(batchId: string): Secret<string> | undefined;
  forget(batchId: string): void;
}

export function createPassphrases(): Passphrases {
  const given = new Map<string, Secret<string>>();
  return {
    give: (batchId, passphrase) => void given.set(batchId, passphrase),
    of: (batchId) => given.get(batchId),
    forget: (batchId) => void given.delete(batchId),
  };
}
