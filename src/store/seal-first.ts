// How seeds were sealed before each had a data key of its own. Nothing is sealed so any more but the bot's own keys.
import type { Secret } from '../domain/secret.ts';
import { type Box, openBox, sealBox } from './box.ts';
import { derivedKey } from './seal.ts';

/** What a secret of the first form belongs to. */
export interface FirstBinding {
  readonly keyId: string;
  readonly seedId: string;
  readonly rowId: string;
  readonly serial: string;
}

const factsOf = ({ keyId, seedId, rowId, serial }: FirstBinding): readonly string[] => [
  'token-desk seed 1',
  keyId,
  seedId,
  rowId,
  serial,
];

export const sealFirst = (key: Secret<Uint8Array>, plain: Secret<Uint8Array>, binding: FirstBinding): Box =>
  sealBox(derivedKey(key, 'seal'), plain.reveal(), factsOf(binding));

/** The bytes, to be wiped after use; undefined when they were changed or belong to something else. */
export const openFirst = (key: Secret<Uint8Array>, box: Box, binding: FirstBinding): Uint8Array | undefined =>
  openBox(derivedKey(key, 'seal'), box, factsOf(binding));
