import { z } from 'zod';
import { type Row, rowActions, rowStates, rowSteps, verdicts } from '../domain/row.ts';
import { algorithms, reports } from '../domain/token.ts';
import type { Fields } from './db.ts';
import { decode, integer, json, optional } from './decode.ts';

const text = z.string();

export const settingsSchema = z.object({
  algorithm: z.enum(algorithms).optional(),
  digits: z.int().optional(),
  timeStepSeconds: z.number(),
});

const rowSchema = z
  .object({
    id: text,
    batch_id: text,
    line: integer,
    action: z.enum(rowActions),
    verdict: z.enum(verdicts),
    reason: text,
    state: z.enum(rowStates),
    user_ref: text,
    user_id: text,
    user_login: text,
    serial: text,
    authenticator_id: text,
    target_factor_id: text,
    old_serial: text,
    old_authenticator_id: text,
    step: z.enum(['', ...rowSteps]),
    report: z.enum(['', ...reports]),
    seen_factor_ids: json(z.array(text)),
    only_factor: optional(integer),
    observed_at: integer,
    attempt: integer,
    lost: integer,
    intent_at: optional(integer),
    okta_at: optional(integer),
    doubt_from: optional(integer),
    not_before: optional(integer),
    held: text,
    cause: text,
    factor_id: text,
    outcome: text,
    request_id: text,
    settled_at: optional(integer),
  })
  .transform((found): Row => ({
    id: found.id,
    batchId: found.batch_id,
    line: found.line,
    action: found.action,
    verdict: found.verdict,
    reason: found.reason,
    state: found.state,
    userRef: found.user_ref,
    userId: found.user_id,
    userLogin: found.user_login,
    serial: found.serial,
    authenticatorId: found.authenticator_id,
    targetFactorId: found.target_factor_id,
    oldSerial: found.old_serial === '' ? undefined : found.old_serial,
    oldAuthenticatorId: found.old_authenticator_id === '' ? undefined : found.old_authenticator_id,
    step: found.step === '' ? undefined : found.step,
    report: found.report === '' ? undefined : found.report,
    seenFactorIds: found.seen_factor_ids,
    onlyFactor: found.only_factor === undefined ? undefined : found.only_factor === 1,
    observedAt: found.observed_at,
    attempt: found.attempt,
    lost: found.lost,
    intentAt: found.intent_at,
    oktaAt: found.okta_at,
    doubtFrom: found.doubt_from,
    notBefore: found.not_before,
    held: found.held === '' ? undefined : found.held,
    cause: found.cause === '' ? undefined : found.cause,
    factorId: found.factor_id,
    outcome: found.outcome,
    requestId: found.request_id,
    settledAt: found.settled_at,
  }));

/** A row of `batch_row` as the domain knows it. */
export const rowOf = (fields: Fields): Row => decode(rowSchema, fields, 'batch_row');
