import { auditContract } from './contract/audit.ts';
import { batchContract } from './contract/batches.ts';
import { intentContract } from './contract/intents.ts';
import { moveContract } from './contract/moves.ts';
import { outboxContract } from './contract/outbox.ts';
import { rowContract } from './contract/rows.ts';
import { seamContract } from './contract/seam.ts';
import { seenContract } from './contract/seen.ts';
import { tallyContract } from './contract/tally.ts';
import { tokenContract } from './contract/tokens.ts';
import { waitContract } from './contract/waits.ts';
import type { OpenDb } from './fixture.ts';

/** What any database behind the seam must do; `open` gives an empty, migrated one for each test. */
export function storeContract(open: OpenDb): void {
  seamContract(open);
  batchContract(open);
  moveContract(open);
  rowContract(open);
  intentContract(open);
  tallyContract(open);
  waitContract(open);
  tokenContract(open);
  outboxContract(open);
  seenContract(open);
  auditContract(open);
}
