import { describe } from 'vitest';
import { temporaryStore } from '../support/store.ts';
import { storeContract } from './contract.ts';

describe('on SQLite', () => {
  storeContract(async () => (await temporaryStore()).db);
});
