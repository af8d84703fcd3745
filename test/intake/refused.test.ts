import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { codesOf, heading, problemsOf, seed } from './read.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const key = '9aa6c2e2dff5de5c2b3d0ec8bd8d3f92';

describe('a file that no vendor should send for Okta', () => {
  it.each<[string, string | Uint8Array, string, string]>([
    ['a zip with a password', hex('504b030414000900'), 'file_zip_locked', 'password'],
    ['a zip', hex('504b030414000800'), 'file_packed', 'archive'],
    ['7z', hex('377abcaf271c0004'), 'file_packed', 'archive'],
    ['a PDF', '%PDF-1.7\n%\u00e2\u00e3', 'file_document', 'document'],
    ['RTF', '{\\rtf1\\ansi', 'file_document', 'document'],
    ['PNG', hex('89504e470d0a1a0a0000000d'), 'file_image', 'picture'],
    ['JPEG', hex('ffd8ffe000104a464946'), 'file_image', 'picture'],
    ['HEIC', hex('0000001866747970686569630000'), 'file_image', 'picture'],
    ['JSON', `{"serialNumber":"1001","secretKey":"${seed}"}`, 'file_json', 'JSON'],
    ['JSON in a list', `[\n {"serialNumber":"1001"}]`, 'file_json', 'JSON'],
    [
      'YubiKeys',
      `1234567,ccccccbteune,ba2e3f9b1e0c,${key},000000000000,2026-01-01`,
      'file_yubico',
      'YubiKeys',
    ],
    ['the log of a YubiKey tool', `LOGGING START,1/1/2026\nOATH-HOTP,x`, 'file_yubico', 'YubiKeys'],
    [
      'Molto-2',
      `profile,seed,title,algorithm,digits,period\n1,${seed},a,sha1,6,30`,
      'file_molto',
      'profiles',
    ],
    ['SafeNet', `<?xml version="1.0"?><Tokens><Token serial="1"/></Tokens>`, 'file_xml', '"Tokens"'],
    ['RSA', `<TKNBatch><TKNHeader/></TKNBatch>`, 'file_xml', '"TKNBatch"'],
  ])('is refused by its name: %s', async (_, file, code, found) => {
    const problems = await problemsOf(file);
    expect(problems).toMatchObject([{ code, line: 0 }]);
    expect(problems[0]?.found).toContain(found);
    expect(JSON.stringify(problems)).not.toContain(key);
    expect(JSON.stringify(problems)).not.toContain(seed);
  });

  it('is not mistaken for one: a CSV file that begins like a picture', async () => {
    expect(await codesOf(`BM,${heading}\n1,,1001,${seed},30,Token2,C202`)).toEqual([]);
  });
});
