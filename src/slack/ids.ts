import type { Batch } from '../domain/batch.ts';
import { AppError } from '../domain/errors.ts';

/** The buttons a person can press. Each has a handler; a button without one would spin and fail in front of people. */
export const ACTION = {
  approve: 'batch.approve',
  canary: 'batch.canary',
  reject: 'batch.reject',
  withdraw: 'batch.withdraw',
  pause: 'batch.pause',
  resume: 'batch.resume',
  stop: 'batch.stop',
  retry: 'batch.retry',
  undo: 'batch.undo',
  unlock: 'file.unlock',
  verify: 'row.verify',
} as const;

/** The forms a person can submit; each has a handler. */
export const MODAL = {
  unlock: 'file.unlock',
  approve: 'batch.approve',
  verify: 'row.verify',
} as const;

export type ActionId = (typeof ACTION)[keyof typeof ACTION];

/** What a button says about the card it was pressed on: which batch, and which plan the person was looking at. */
export interface ButtonValue {
  readonly batchId: string;
  readonly revision: number;
  /** The first 12 hex digits of the plan hash. */
  readonly hash12: string;
}

const valuePattern =
  /^(?<batchId>[A-Za-z0-9_-]{1,64})\.(?<revision>0|[1-9]\d{0,8})\.(?<hash12>[0-9a-f]{12})$/;

/** Gives `batchId.revision.hash12`. Throws INTERNAL for a batch that has no plan hash yet: it must not get buttons. */
export function encodeValue(batch: Pick<Batch, 'id' | 'revision' | 'planHash'>): string {
  const value = `${batch.id}.${String(batch.revision)}.${batch.planHash.slice(0, 12)}`;
  if (decodeValue(value) === undefined)
    throw new AppError('INTERNAL', { batchId: batch.id, buttonValue: value });
  return value;
}

/** The parts of a button's value; undefined for anything that `encodeValue` did not make. */
export function decodeValue(value: unknown): ButtonValue | undefined {
  if (typeof value !== 'string') return undefined;
  const { batchId, revision, hash12 } = valuePattern.exec(value)?.groups ?? {};
  if (batchId === undefined || revision === undefined || hash12 === undefined) return undefined;
  return { batchId, revision: Number(revision), hash12 };
}
