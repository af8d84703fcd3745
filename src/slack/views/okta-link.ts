/** Okta's own domains, where the admin console stands beside the org as `<org>-admin`. */
const oktaDomains = ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil'];

/**
 * The user's page in Okta's admin console. Undefined for a custom domain: the console is reached by the org's own
 * Okta domain only, which cannot be told from it (developer.okta.com/docs/concepts/okta-organizations/).
 */
export function adminUserUrl(orgUrl: string, userId: string): string | undefined {
  const url = URL.parse(orgUrl);
  if (url?.protocol !== 'https:' || !/^[A-Za-z0-9]{1,40}$/.test(userId)) return undefined;
  const [org = '', ...rest] = url.hostname.split('.');
  const domain = rest.join('.');
  if (!oktaDomains.includes(domain)) return undefined;
  return `https://${org.replace(/-admin$/, '')}-admin.${domain}/admin/user/profile/view/${userId}`;
}
