import type { ChainEnd } from './audit.ts';

/** A signed statement of how far the audit had come; kept outside the database, it outlives what is done to it. */
export interface Checkpoint extends ChainEnd {
  /** Epoch ms, whole seconds. */
  readonly at: number;
  /** Names the key that signed it: 16 hex digits. */
  readonly keyId: string;
  /** Ed25519 over `checkpointText`, 128 hex digits. */
  readonly signature: string;
}

const title = 'token-desk-checkpoint-1';

/** What is signed. It has no character that Slack or a shell would read as something else, so it survives copying. */
export const checkpointText = ({ seq, hash, at, keyId }: Omit<Checkpoint, 'signature'>): string =>
  `${title} ${String(seq)} ${hash} ${timeText(at)} ${keyId}`;

/** A checkpoint as one line. */
export const checkpointLine = (checkpoint: Checkpoint): string =>
  `${checkpointText(checkpoint)} ${checkpoint.signature}`;

const form = new RegExp(
  String.raw`${title} (?<seq>[1-9]\d{0,14}) (?<hash>[0-9a-f]{64}) (?<time>\d{8}T\d{6}Z) (?<keyId>[0-9a-f]{16}) (?<signature>[0-9a-f]{128})\b`,
  'g',
);

/** Every checkpoint in a text, such as a saved log, what was copied from Slack, or Slack's export of a channel. */
export const findCheckpoints = (text: string): readonly Checkpoint[] =>
  [...text.matchAll(form)].map(({ groups = {} }) => ({
    seq: Number(groups['seq']),
    hash: groups['hash'] ?? '',
    at: timeOf(groups['time'] ?? ''),
    keyId: groups['keyId'] ?? '',
    signature: groups['signature'] ?? '',
  }));

const timeText = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');

const timeOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
