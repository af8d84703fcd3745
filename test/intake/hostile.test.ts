import { Buffer } from 'node:buffer';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { codesOf, heading, problemsOf, read, rowsOf, seed } from './read.ts';

const large = { maxBytes: 5 * 1024 * 1024, maxRows: 10_000 };
const row = `ana@acme.example,245252413141,${seed},30,Token2,C202`;
const filled = (piece: string | Uint8Array): Buffer => Buffer.alloc(large.maxBytes, piece);

describe('a file that is meant to hold the bot up', () => {
  it.each<[string, Buffer, string]>([
    ['blank lines', filled('\n'), 'file_empty'],
    ['CRLF', filled('\r\n'), 'file_empty'],
    ['separators', filled(','), 'file_empty'],
    ['empty quotes', Buffer.alloc(900_000, '""\n'), 'file_empty'],
    ['one line', filled('x'), 'header_unreadable'],
    ['quotes', filled('"'), 'header_unreadable'],
    [
      'stray quotes under a heading',
      Buffer.concat([Buffer.from(`${heading}\n`), filled('"a"b\n')]).subarray(0, large.maxBytes),
      'too_many_rows',
    ],
    [
      'rows without end',
      Buffer.concat([Buffer.from(`${heading}\n`), filled('a\n')]).subarray(0, large.maxBytes),
      'too_many_rows',
    ],
    ['bytes of no encoding', filled(Buffer.of(0xc9, 0x80, 0xe9, 0x80)), 'file_not_utf8'],
    ['half characters of UTF-16', filled(Buffer.of(0xff, 0xfe, 0x00, 0xd8)), 'file_not_utf8'],
    ['zeros', filled(Buffer.of(0)), 'file_binary'],
  ])('is refused while other work goes on: %s', async (_, file, code) => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const started = process.threadCpuUsage();
    delay.enable();
    expect(await codesOf(file, large)).toEqual([code]);
    await new Promise(setImmediate);
    delay.disable();
    const { user } = process.threadCpuUsage(started);
    expect(user / 1000).toBeLessThan(10_000);
    expect(delay.max / 1e6).toBeLessThan(3000);
  });

  it('is refused by its size before anything is read', async () => {
    expect(await codesOf(Buffer.alloc(large.maxBytes + 1, row), large)).toEqual(['file_too_large']);
  });

  it('is refused with its line, where one row is endless', async () => {
    expect(await problemsOf(`${heading}\n${row}\n${'x'.repeat(900_000)}\n${row}`)).toMatchObject([
      { code: 'row_too_long', line: 3 },
    ]);
  });

  it('takes no name of a prototype for a column', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    expect(await read(`${names.join()},${heading}\n1,2,3,4,${row}`)).toMatchObject({
      ignoredColumns: names,
      rows: [{ user: 'ana@acme.example', problems: [] }],
    });
    expect(await codesOf(`${names.join()}\n1,2,3,4`)).toEqual(['header_missing']);
  });

  it('shows nothing invisible and nothing that turns text around', async () => {
    const problems = await problemsOf(`${heading},a\u202eb\u200bc\n"a\u202eb",=1+1,x,@here\u2066,,`);
    expect(JSON.stringify(problems)).not.toMatch(/[\u200b\u202e\u2066]/u);
    const [first] = await rowsOf(`${heading}\n,1,${seed},30,"a\u202eb\u200b\u0007",C202`);
    expect(first?.manufacturer).toBe('ab');
  });
});
