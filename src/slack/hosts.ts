/**
 * The address of something Slack holds, if the bot may connect to it; undefined for every other address, which is then
 * never connected to. Slack keeps files on https hosts below the domain of its API; a local Slack (`apiUrl` on loopback)
 * keeps them on this machine, on whatever port.
 */
export function slackUrl(address: string, apiUrl: string): URL | undefined {
  // The parser would mend backslashes, tabs, wide letters and odd addresses into hosts that a reader does not see.
  if (!/^https?:\/\/[a-z0-9.:[\]-]+\/[^\\\p{C}\p{Z}]*$/u.test(address) || !URL.canParse(address))
    return undefined;
  const url = new URL(address);
  const home = new URL(apiUrl);
  if (isLoopback(home.hostname)) return isLoopback(url.hostname) ? url : undefined;
  // The host as written, so that neither a port nor a spelling of an IP address passes.
  return address.startsWith(`https://${url.hostname}/`) && isBelow(url.hostname, home.hostname)
    ? url
    : undefined;
}

/** GovSlack has a domain of its own: https://docs.slack.dev/govslack */
const domains: readonly string[] = ['slack.com', 'slack-gov.com'];

function isBelow(host: string, home: string): boolean {
  const label = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.`;
  return (
    domains.includes(home) && new RegExp(`^(?:${label})+${home.replaceAll('.', String.raw`\.`)}$`).test(host)
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
