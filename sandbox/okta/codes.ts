// RFC 6238 time-based codes, as the device computes them and as verify checks them.
import { createHmac } from 'node:crypto';
import type { OtpAlgorithm } from './world.ts';

export interface CodeSettings {
  readonly algorithm: OtpAlgorithm;
  /** Seconds per step. */
  readonly timeStep: number;
  readonly digits: number;
}

const digest: Readonly<Record<OtpAlgorithm, string>> = {
  HMacSHA1: 'sha1',
  HMacSHA256: 'sha256',
  HMacSHA512: 'sha512',
};

/** The time step a moment (epoch milliseconds) falls into. */
export const stepAt = (timeStep: number, atMs: number): number => Math.floor(atMs / 1000 / timeStep);

/** The code of one step (RFC 4226 with the step as counter), zero-padded to the given digits. */
export function codeForStep(secret: Uint8Array, settings: CodeSettings, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(digest[settings.algorithm], secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(truncated % 10 ** settings.digits).padStart(settings.digits, '0');
}

/** The code a device with this secret shows at a moment (epoch milliseconds). */
export function codeAt(secretBytes: Uint8Array, settings: CodeSettings, atMs: number): string {
  return codeForStep(secretBytes, settings, stepAt(settings.timeStep, atMs));
}
