import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auditHash,
  canonicalDetail,
  type ChainedAudit,
  chainStart,
  followChain,
} from '../../src/domain/audit.ts';

const text = fc.string({ maxLength: 12, unit: 'binary' });
const maybe = fc.option(text, { nil: null });

const fields = fc.record({
  at: fc.nat(),
  actor: text,
  event: text,
  batchId: maybe,
  rowId: maybe,
  serial: maybe,
  userId: maybe,
  detail: text,
});

/** Rows in one chain from its start. */
const chains = fc.array(fields, { minLength: 2, maxLength: 12 }).map((rows) => {
  let prevHash = chainStart.hash;
  return rows.map((row, index): ChainedAudit => {
    const numbered = { seq: index + 1, ...row };
    const hash = auditHash(prevHash, numbered);
    const chained = { ...numbered, prevHash, hash };
    prevHash = hash;
    return chained;
  });
});

const columns = [
  'seq',
  'at',
  'actor',
  'event',
  'batchId',
  'rowId',
  'serial',
  'userId',
  'detail',
  'prevHash',
  'hash',
] as const;

describe('the audit chain', () => {
  it('is followed to its end when nothing was touched', () => {
    fc.assert(
      fc.property(chains, (rows) => {
        expect(followChain(chainStart, rows)).toEqual({
          ok: true,
          end: { seq: rows.length, hash: rows.at(-1)?.hash },
        });
      }),
    );
  });

  it('breaks at the row in which any field was changed', () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.constantFrom(...columns), (rows, pick, column) => {
        const index = pick % rows.length;
        const changed = rows.map((row, at) =>
          at === index ? { ...row, [column]: other(row[column]) } : row,
        );
        expect(followChain(chainStart, changed)).toEqual({ ok: false, seq: index + 1 });
      }),
      { numRuns: 1_000 },
    );
  });

  it('breaks where a row was taken out, put in again or swapped', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (rows, pick) => {
        const index = pick % (rows.length - 1);
        const [row, next] = [rows[index], rows[index + 1]];
        if (row === undefined || next === undefined) return;
        const broken = { ok: false, seq: index + 1 };
        expect(followChain(chainStart, rows.toSpliced(index, 1))).toEqual(broken);
        expect(followChain(chainStart, rows.toSpliced(index, 2, next, row))).toEqual(broken);
        expect(followChain(chainStart, rows.toSpliced(index + 1, 0, row))).toEqual({
          ok: false,
          seq: index + 2,
        });
      }),
    );
  });

  it('breaks where a number is missing, even if all is hashed anew', () => {
    const fresh = {
      at: 1,
      actor: 'U1',
      event: 'refusal',
      batchId: null,
      rowId: null,
      serial: null,
      userId: null,
      detail: '{}',
    };
    const prevHash = chainStart.hash;
    const late = { seq: 2, ...fresh, prevHash, hash: auditHash(prevHash, { seq: 2, ...fresh }) };
    expect(followChain(chainStart, [late])).toEqual({ ok: false, seq: 1 });
  });

  it('hashes no two rows alike that only share their letters', () => {
    const row = {
      seq: 1,
      at: 1,
      actor: 'ab',
      event: 'c',
      batchId: null,
      rowId: '',
      serial: null,
      userId: null,
      detail: '{}',
    };
    const alike = [
      row,
      { ...row, actor: 'a', event: 'bc' },
      { ...row, batchId: '' },
      { ...row, batchId: '', rowId: null },
    ];
    expect(new Set(alike.map((one) => auditHash(chainStart.hash, one))).size).toBe(alike.length);
  });
});

const other = (value: string | number | null): string | number =>
  typeof value === 'number' ? value + 1 : `${value ?? ''}x`;

describe('the detail of an audit row', () => {
  it('is the same text in whatever order the facts were given', () => {
    expect(canonicalDetail({ b: 1, a: ['x'], c: null })).toBe(canonicalDetail({ c: null, a: ['x'], b: 1 }));
    expect(canonicalDetail({ b: true, a: 'x' })).toBe('{"a":"x","b":true}');
  });
});
