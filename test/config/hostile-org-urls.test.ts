import { describe, expect, it } from 'vitest';
import { problemsOf } from './minimal.ts';

/** Each would take the credential, and the seeds, somewhere else than to an org of Okta's, or there in clear. */
const hostile: readonly string[] = [
  'http://acme.okta.com',
  'HTTP://ACME.OKTA.COM',
  'http://acme.okta.com:443',
  'http://10.0.0.1',
  'http://id.acme.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1@evil.example',
  'http://[::ffff:7f00:1]',
  'http://0.0.0.0',
  'ftp://acme.okta.com',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,acme.okta.com',
  'ws://acme.okta.com',
  'wss://acme.okta.com',
  'gopher://acme.okta.com',
  'https://',
  'https:///',
  'https://?',
  'https://#acme.okta.com',
  'https://acme',
  'https://acme-okta-com',
  'https://user@acme.okta.com',
  'https://user:pass@acme.okta.com',
  'https://acme.okta.com@evil.example',
  'https://acme.okta.com:pass@evil.example',
  'https://acme.okta.com%40evil.example',
  'https://acme.okta.com.evil.example',
  'https://acme.okta.com.evil.example.',
  'https://acme.okta.com.okta.com.evil.example',
  'https://acme.oktapreview.com.evil.example',
  'https://acme.okta-emea.com.evil.example',
  'https://acme.okta-gov.com.evil.example',
  'https://acme.okta.mil.evil.example',
  'https://okta.com.evil.example',
  'https://acme.okta.com:8443',
  'https://acme.okta.com:80',
  'https://acme.okta.com:0',
  'https://acme.okta.com:99999',
  'https://id.acme.example:8443',
  'https://10.0.0.1',
  'https://2130706434',
  'https://0x0a000001',
  'https://012.0.0.1',
  'https://10.1',
  'https://[2001:db8::1]',
  'https://[::ffff:10.0.0.1]',
  'https://169.254.169.254',
  'https://169.254.169.254/latest/meta-data/',
  'https://acme-admin.okta.com',
  'https://acme-admin.oktapreview.com',
  'https://ACME-ADMIN.OKTA.COM/admin/dashboard',
  'https://okta.com',
  'https://www.okta.com',
  'https://login.okta.com',
  'https://developer.okta.com',
  'https://oktapreview.com',
  'https://acme .okta.com',
  'https://acme.okta.com<evil.example',
  'https://acme.okta.com^evil.example',
  'https://[acme.okta.com]',
  'https://%00acme.okta.com',
];

describe('an org’s address that leads elsewhere', () => {
  it('is one of at least 60 that are tried', () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(60);
  });

  // Settings that are refused start nothing, so that nothing is connected to.
  it.each(hostile)('is refused: %j', (address) => {
    const problems = problemsOf({ OKTA_ORG_URL: address });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^OKTA_ORG_URL /);
    expect(problems[0]).not.toContain(':pass@');
  });
});
