import type { ChainedAudit } from '../domain/audit.ts';

type Json = string | number | { readonly [name: string]: Json | undefined };

/**
 * An audit entry as an event of the Open Cybersecurity Schema Framework: Account Change where a user's factor was
 * enrolled or taken away (schema.ocsf.io/1.3.0/classes/account_change), else Entity Management
 * (schema.ocsf.io/1.3.0/classes/entity_management). What has no field of its own stands under `unmapped`.
 */
export function ocsfEvent(row: ChainedAudit): Readonly<Record<string, Json | undefined>> {
  const { class: kind, activity, name } = activityOf(row.event);
  const failed = row.event === 'refusal' || row.event === 'row.fail';
  return {
    metadata: {
      version: '1.3.0',
      product: { name: 'Token Desk', vendor_name: 'Token Desk' },
      uid: String(row.seq),
    },
    category_uid: 3,
    class_uid: kind,
    activity_id: activity,
    activity_name: name,
    type_uid: kind * 100 + activity,
    time: row.at,
    severity_id: failed ? 2 : 1,
    status_id: failed ? 2 : 1,
    actor: row.actor === 'bot' ? { app_name: 'Token Desk' } : { user: { uid: row.actor, type_id: 1 } },
    user: row.userId === null ? undefined : { uid: row.userId, type_id: 1 },
    entity: kind === entityManagement ? entityOf(row) : undefined,
    unmapped: {
      event: row.event,
      batch: row.batchId ?? undefined,
      row: row.rowId ?? undefined,
      serial: row.serial ?? undefined,
      detail: row.detail,
      prev_hash: row.prevHash,
      hash: row.hash,
    },
  };
}

const accountChange = 3001;
const entityManagement = 3004;
/** "Other": the event is named beside it. */
const other = 99;

function activityOf(event: string): {
  readonly class: number;
  readonly activity: number;
  readonly name: string;
} {
  if (event === 'row.enroll') return { class: accountChange, activity: 10, name: 'MFA Factor Enable' };
  if (event === 'row.unenroll') return { class: accountChange, activity: 11, name: 'MFA Factor Disable' };
  return { class: entityManagement, activity: other, name: event };
}

function entityOf({ serial, batchId }: ChainedAudit): Json {
  if (serial !== null) return { type: 'token', uid: serial };
  return batchId === null ? { type: 'bot', name: 'Token Desk' } : { type: 'batch', uid: batchId };
}
