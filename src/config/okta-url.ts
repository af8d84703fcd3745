import { isIP } from 'node:net';

export type OrgUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: string };

const refuse = (problem: string): OrgUrl => ({ ok: false, problem });

/** Domains under which Okta itself hosts orgs: https://developer.okta.com/docs/concepts/okta-organizations/ */
const oktaDomains = ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil'];

/** Whether a host name is an org of Okta's own domains, and not a custom domain or a look-alike. */
export const isOktaHost = (host: string): boolean =>
  oktaDomains.some((domain) => host.endsWith(`.${domain}`) && host.length > domain.length + 1);

/** Whether a URL's host is this machine; `host` as `URL.hostname` gives it. */
export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(host);

/**
 * The origin of an org from whatever people paste: without a scheme, with an API path, with a trailing slash. Plain
 * http is taken towards loopback only. The problem ends a sentence begun with the setting's name; of what was given it
 * repeats at most the org's host.
 */
export function parseOrgUrl(text: string): OrgUrl {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  if (url === null || url.hostname === '')
    return refuse('is not an address. Write it like https://acme.okta.com.');
  if (url.username !== '' || url.password !== '')
    return refuse('carries a user name or password. Remove them.');
  if (isLoopback(url.hostname)) return loopback(url);
  return remote(url);
}

function loopback(url: URL): OrgUrl {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refuse('must start with http:// or https://.');
  return { ok: true, url: url.origin };
}

function remote(url: URL): OrgUrl {
  if (url.protocol !== 'https:')
    return refuse('must start with https://. Plain http is only for tests on this machine.');
  const host = url.hostname.replace(/\.$/, '');
  if (isIP(host.replace(/^\[|\]$/g, '')) !== 0)
    return refuse('is an IP address. Write the host name of the Okta org.');
  if (url.port !== '') return refuse('names a port. An Okta org answers on the usual one; remove it.');
  if (!host.includes('.')) return refuse('is not a full host name. Write it like https://acme.okta.com.');
  return hostOf(host);
}

function hostOf(host: string): OrgUrl {
  const [label = '', ...rest] = host.split('.');
  if (isOktaHost(host) && label.endsWith('-admin')) {
    const right = [label.slice(0, -'-admin'.length), ...rest].join('.');
    return refuse(`is the address of the Admin Console. The org itself is https://${right}.`);
  }
  if (oktaDomains.includes(host) || (isOktaHost(host) && ['www', 'login', 'developer'].includes(label))) {
    return refuse('is Okta’s own site, not an org. Write it like https://acme.okta.com.');
  }
  // The credential would go to whoever owns the rest of the name: acme.okta.com.example.net.
  if (oktaDomains.some((domain) => `.${host}.`.includes(`.${domain}.`)) && !isOktaHost(host)) {
    return refuse('only looks like an Okta address: it ends in another domain. Check it letter by letter.');
  }
  return { ok: true, url: `https://${host}` };
}
