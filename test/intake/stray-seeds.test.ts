import { describe, expect, it } from 'vitest';
import { looksSecret } from '../../src/intake/shown.ts';
import { readVendorFile } from '../../src/intake/read-vendor-file.ts';

const limits = { maxBytes: 1_000_000, maxRows: 100 };
const file = (serial: string, seed: string): Buffer =>
  Buffer.from(
    `upn,serial number,secret key,timeinterval,manufacturer,model\nana@acme.example,${serial},${seed},30,Token2,C202\n`,
  );

describe('a seed in the wrong cell', () => {
  it.each([
    ['base32 of 14 bytes', 'JBSWY3DPEHPK3PXPJBSWY3D'],
    ['base32 of 10 bytes', 'JBSWY3DPEHPK3PXP'],
    ['base64', 'SGVsbG8gV29ybGQhISEhISEhISE='],
    ['hexadecimal', '48656c6c6f20576f726c64212121212121212121'],
  ])('is not repeated when columns are swapped: %s', async (_kind, seed) => {
    const reading = await readVendorFile(file(seed, '245252413141'), limits);
    expect(reading.kind).toBe('rows');
    expect(JSON.stringify(reading)).not.toContain(seed);
  });

  it('leaves serials and addresses of people as they are', async () => {
    const reading = await readVendorFile(file('245252413141', 'not a key'), limits);
    expect(JSON.stringify(reading)).toContain('245252413141');
    expect(JSON.stringify(reading)).toContain('ana@acme.example');
  });

  it('is recognised in what somebody types', () => {
    expect(looksSecret('revoke JBSWY3DPEHPK3PXP')).toBe(true);
    expect(looksSecret('assign ana@acme.example 245252413141')).toBe(false);
  });
});
