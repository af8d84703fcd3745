import type { SealedProblemCode } from './sealed-problems.ts';

/** What became of an encrypted file. `bytes` are the caller's, to be wiped. */
export type Unsealed =
  | { readonly kind: 'opened'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly code: SealedProblemCode }
  | { readonly kind: 'needs-passphrase'; readonly tried: boolean };

export const refusedAs = (code: SealedProblemCode): Unsealed => ({ kind: 'refused', code });

/** All of a stream, or nothing once it has given more than `maxBytes`; throws what the stream throws. */
export async function collect(
  stream: AsyncIterable<unknown>,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('a stream of bytes gave something else');
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop cancels the stream: what unpacks without end is not unpacked to its end.
      if (size > maxBytes) return undefined;
    }
    return joined(chunks, size);
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Bytes as a stream that ends with them. */
export const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
