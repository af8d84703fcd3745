const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that must not be shown: a seed as bytes, or a credential as text. `reveal()` is the only way out; every
 * other way of looking at it (string, JSON, inspection, structured clone) gives `[secret]` or nothing.
 */
export class Secret<T extends string | Uint8Array> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  /** Overwrites the bytes of a seed; text cannot be wiped in JavaScript and is left to the collector. */
  wipe(): void {
    if (typeof this.#value !== 'string') this.#value.fill(0);
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
