import type { State } from '../records/state.ts';
import { preciseInstant } from './times.ts';
import type { LogRecord } from '../world.ts';

interface Target {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string;
  readonly displayName: string;
}

function targetsOf(state: State, record: LogRecord): readonly Target[] {
  const user = state.users.get(record.userId ?? '');
  const targets: Target[] = [];
  if (record.userId !== null) {
    targets.push({
      id: record.userId,
      type: 'User',
      alternateId: user?.profile.login ?? 'unknown',
      displayName: user === undefined ? 'unknown' : `${user.profile.firstName} ${user.profile.lastName}`,
    });
  }
  if (record.factorId !== null && state.flags.pipeline === 'idx') {
    targets.push({
      id: record.factorId,
      type: 'AuthenticatorEnrollment',
      alternateId: 'unknown',
      displayName: record.factorType ?? 'unknown',
    });
  }
  return targets;
}

/** An event as System Log shows it. */
export function logView(state: State, record: LogRecord): Record<string, unknown> {
  const factor = record.factorType === null ? {} : { factor: record.factorType };
  return {
    actor: {
      id: record.actor.id,
      type: record.actor.type,
      alternateId: record.actor.name,
      displayName: record.actor.name,
    },
    client: { userAgent: { rawUserAgent: 'unknown' }, ipAddress: '127.0.0.1', device: 'Unknown' },
    displayMessage: record.displayMessage,
    eventType: record.eventType,
    outcome: { result: record.result, ...(record.reason === null ? {} : { reason: record.reason }) },
    published: preciseInstant(record.published),
    severity: record.result === 'SUCCESS' ? 'INFO' : 'WARN',
    debugContext: { debugData: { requestId: record.requestId, ...factor } },
    transaction: { type: 'WEB', id: record.requestId, detail: detailOf(record) },
    uuid: record.uuid,
    version: '0',
    request: { ipChain: [] },
    target: targetsOf(state, record),
  };
}

const detailOf = (record: LogRecord): Record<string, string> =>
  record.credentialId === null ? {} : { requestApiTokenId: record.credentialId };

/** The value a filter's property names; for `target.…` the values of all targets. */
export function propertyOf(state: State, record: LogRecord, property: string): unknown {
  let values: unknown = logView(state, record);
  for (const key of property.split('.')) values = member(values, key);
  return values;
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => member(item, key));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
