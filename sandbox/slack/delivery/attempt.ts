import { stringAt } from '../json.ts';
import type { Delivery } from '../journal.ts';
import type { State } from '../state.ts';
import type { Answer, Parcel, Transport } from './transport.ts';

export type Labelled = Parcel & { readonly type: string };

const outcomes = {
  ack: 'acked',
  timeout: 'timed_out',
  no_connection: 'no_connection',
  failure: 'failed',
} as const satisfies Record<Answer['got'], Delivery['outcome']>;

/** Hands one parcel over and keeps a record of how that went. */
export async function attempt(state: State, transport: Transport, parcel: Labelled): Promise<Answer> {
  const record: Delivery = {
    seq: state.deliveries.length + 1,
    at: state.now(),
    kind: parcel.kind,
    type: parcel.type,
    eventId: stringAt(parcel.payload, 'event_id') ?? '',
    envelopeId: parcel.envelopeId,
    attempt: parcel.attempt,
    retryReason: parcel.retryReason,
    connection: 0,
    outcome: 'pending',
  };
  state.deliveries.push(record);
  const answer = await transport.send(parcel);
  record.outcome = outcomes[answer.got];
  if (answer.got === 'ack' || answer.got === 'timeout') record.connection = answer.connection;
  return answer;
}
