import { describe, expect, it } from 'vitest';
import { isOktaHost, parseOrgUrl } from '../../src/config/okta-url.ts';

describe('the address of an Okta org', () => {
  it.each([
    ['https://acme.okta.com', 'https://acme.okta.com'],
    ['https://acme.okta.com/', 'https://acme.okta.com'],
    ['https://acme.okta.com/api/v1/users/', 'https://acme.okta.com'],
    ['https://acme.okta.com/oauth2/default?x=1#y', 'https://acme.okta.com'],
    ['acme.okta.com', 'https://acme.okta.com'],
    ['acme.okta.com/api/v1', 'https://acme.okta.com'],
    ['HTTPS://Acme.Okta.COM', 'https://acme.okta.com'],
    ['https://acme.okta.com.', 'https://acme.okta.com'],
    ['https://acme.okta.com:443', 'https://acme.okta.com'],
    ['https://dev-123.oktapreview.com', 'https://dev-123.oktapreview.com'],
    ['https://acme.okta-emea.com', 'https://acme.okta-emea.com'],
    ['https://id.acme.example', 'https://id.acme.example'],
    ['https://sso-admin.acme.example', 'https://sso-admin.acme.example'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
    ['http://localhost:4000/api/v1/users/', 'http://localhost:4000'],
    ['https://[::1]:4000', 'https://[::1]:4000'],
  ])('is taken from %s', (text, url) => {
    expect(parseOrgUrl(text)).toEqual({ ok: true, url });
  });

  it.each([
    ['http://acme.okta.com', 'https://'],
    ['ftp://acme.okta.com', 'https://'],
    ['file:///etc/passwd', 'address'],
    ['javascript:alert(1)', 'address'],
    ['https://user:pass@acme.okta.com', 'user name'],
    ['https://acme.okta.com@example.net', 'user name'],
    ['https://acme.okta.com:8443', 'port'],
    ['https://10.0.0.7', 'IP address'],
    ['https://3232235777', 'IP address'],
    ['https://[2001:db8::1]', 'IP address'],
    ['https://[::ffff:127.0.0.1]', 'IP address'],
    ['http://0.0.0.0:4000', 'https://'],
    ['http://127.0.0.1.example.net', 'https://'],
    ['http://localhost.example.net', 'https://'],
    ['https://acme', 'full host name'],
    ['https://', 'address'],
    ['https://okta.com', 'own site'],
    ['https://www.okta.com', 'own site'],
    ['https://acme.okta.com.example.net', 'looks like'],
    ['https://okta.com.example.net', 'looks like'],
    ['https://acme-admin.okta.com', 'https://acme.okta.com'],
    ['https://acme-admin.oktapreview.com/admin/dashboard', 'https://acme.oktapreview.com'],
    ['two words', 'address'],
  ])('is refused for %s', (text, why) => {
    const parsed = parseOrgUrl(text);
    expect(parsed.ok ? parsed.url : parsed.problem).toContain(why);
    expect(parsed.ok).toBe(false);
  });

  it('never shows a password that was pasted with it', () => {
    expect(JSON.stringify(parseOrgUrl('https://ana:hunter2@acme.okta.com'))).not.toContain('hunter2');
  });

  it('is known to be Okta’s own domain or not', () => {
    expect(['acme.okta.com', 'a.oktapreview.com'].every(isOktaHost)).toBe(true);
    expect(['okta.com', 'acme-okta.com', 'id.acme.example'].some(isOktaHost)).toBe(false);
  });
});
