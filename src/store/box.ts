import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Text under AES-256-GCM. */
export interface Box {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

const algorithm = 'aes-256-gcm';
/** NIST SP 800-38D, 8.2.2: random 96-bit nonces are safe for 2^32 texts under one key. */
const nonceBytes = 12;
/** Without an explicit length Node also accepts tags cut to 4 bytes, which can be guessed. */
const authTagLength = 16;

/** Seals bytes under a key of 32 bytes, bound to these facts: under any others they do not open. */
export function sealBox(key: Uint8Array, plain: Uint8Array, facts: readonly string[]): Box {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength });
  cipher.setAAD(written(facts));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** The bytes of a box, to be wiped after use; undefined when it was changed, or is bound to something else. */
export function openBox(key: Uint8Array, box: Box, facts: readonly string[]): Uint8Array | undefined {
  const { nonce, ciphertext, tag } = box;
  if (nonce.length !== nonceBytes || tag.length !== authTagLength) return undefined;
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength });
  decipher.setAAD(written(facts)).setAuthTag(tag);
  // In this mode all of the text comes from `update`; joining parts would leave a second copy in memory.
  const plain = decipher.update(ciphertext);
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return undefined;
  }
}

/** A box as one value: nonce, tag, text. */
export const packBox = ({ nonce, ciphertext, tag }: Box): Uint8Array =>
  Buffer.concat([nonce, tag, ciphertext]);

export const unpackBox = (packed: Uint8Array): Box => ({
  nonce: packed.subarray(0, nonceBytes),
  tag: packed.subarray(nonceBytes, nonceBytes + authTagLength),
  ciphertext: packed.subarray(nonceBytes + authTagLength),
});

/** Each fact behind its length, so that no two lists are written alike. */
function written(facts: readonly string[]): Uint8Array {
  return Buffer.concat(
    facts.flatMap((fact) => {
      const bytes = Buffer.from(fact, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
