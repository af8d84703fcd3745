import { describe, expect, it } from 'vitest';
import { slackUrl } from '../../src/slack/hosts.ts';

const real = 'https://slack.com/api/';
const path = '/files-pri/T1-F1/download/tokens.csv';

describe('addresses towards Slack', () => {
  it.each([
    `https://files.slack.com${path}`,
    `https://acme.slack.com${path}`,
    `https://acme.enterprise.slack.com${path}`,
    `https://files.slack.com/files-pri/T1-F1/download/%C3%BCbersicht.csv?origin_team=T1`,
    `https://files.slack.com/files-pri/T1-F1/download/übersicht.csv`,
  ])('takes %s', (address) => {
    expect(slackUrl(address, real)?.hostname).toMatch(/\.slack\.com$/);
  });

  it('takes GovSlack hosts for GovSlack only', () => {
    const gov = 'https://slack-gov.com/api/';
    expect(slackUrl(`https://files.slack-gov.com${path}`, gov)).toBeDefined();
    expect(slackUrl(`https://files.slack-gov.com${path}`, real)).toBeUndefined();
    expect(slackUrl(`https://files.slack.com${path}`, gov)).toBeUndefined();
  });
});

/** Every one of these either names another host, or is read as another host by some parser. */
const hostile: readonly string[] = [
  '',
  'files.slack.com/x',
  '//files.slack.com/x',
  'http://files.slack.com/x',
  'ftp://files.slack.com/x',
  'file:///etc/passwd',
  'javascript:alert(1)//files.slack.com/',
  'data:text/csv,https://files.slack.com/',
  'https://slack.com/x',
  'https://evil.com/x',
  'https://files.slack.com.evil.com/x',
  'https://evil.com/files.slack.com/x',
  'https://evil.com/?files.slack.com/',
  'https://evil.com#files.slack.com/',
  'https://evil.com\\@files.slack.com/x',
  'https://evil.com\\files.slack.com/x',
  'https:\\\\files.slack.com/x',
  'https://files.slack.com\\.evil.com/x',
  'https://files.slack.com@evil.com/x',
  'https://files.slack.com:pass@evil.com/x',
  'https://user@files.slack.com/x',
  'https://user:pass@files.slack.com/x',
  'https://@files.slack.com/x',
  'https://files.slack.com:8443/x',
  'https://files.slack.com:443/x',
  'https://files.slack.com:/x',
  'https://files.slack.com./x',
  'https://.slack.com/x',
  'https://files..slack.com/x',
  'https://-.slack.com/x',
  'https://evilslack.com/x',
  'https://files-slack.com/x',
  'https://files.slack.co/x',
  'https://files.slack.com',
  'https://files.slack.com%2eevil.com/x',
  'https://files%2eslack.com/x',
  'https://files.slack.com%00.evil.com/x',
  'https://ｆiles.slack.com/x',
  'https://files。slack。com/x',
  'https://files.ѕlack.com/x',
  'https://ﬁles.slack.com/x',
  'https://files.slack.com\u200b/x',
  'https://files.slack.com\u00ad.evil.com/x',
  'https://FILES.SLACK.COM/x',
  'https://files.slack.com\t/x',
  'https://fi\nles.slack.com/x',
  ' https://files.slack.com/x',
  'https://files.slack.com/x y',
  'https://files.slack.com/x\r\nhost: evil.com',
  'https:files.slack.com/x',
  'https:/files.slack.com/x',
  'https:///files.slack.com/x',
  'https://127.0.0.1/x',
  'https://2130706433/x',
  'https://0x7f.1/x',
  'https://0177.0.0.1/x',
  'https://[::1]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://169.254.169.254/latest/meta-data/',
  'https://localhost/x',
  'http://127.0.0.1:4000/x',
];

describe('hostile addresses', () => {
  it.each(hostile)('refuses %j', (address) => {
    expect(slackUrl(address, real)).toBeUndefined();
  });

  it('are refused as well where the API itself is not where Slack has it', () => {
    expect(slackUrl('https://files.slack.com/x', 'https://slack.com.evil.com/api/')).toBeUndefined();
    expect(slackUrl('https://files.evil.com/x', 'https://evil.com/api/')).toBeUndefined();
  });
});

describe('with a local Slack', () => {
  const local = 'http://127.0.0.1:4000/api/';

  it('takes what lies on this machine, on any port', () => {
    expect(slackUrl('http://127.0.0.1:4000/files/F1', local)?.pathname).toBe('/files/F1');
    expect(slackUrl('http://localhost:4001/files/F1', local)?.pathname).toBe('/files/F1');
    expect(slackUrl('http://[::1]:4000/files/F1', 'http://[::1]:4000/api/')).toBeDefined();
  });

  it.each([
    'https://files.slack.com/x',
    'http://169.254.169.254/x',
    'http://10.0.0.1:4000/x',
    'http://user@127.0.0.1:4000/x',
    'http://127.0.0.1:4000@evil.com/x',
    'http://127.0.0.1:4000.evil.com/x',
  ])('refuses %s', (address) => {
    expect(slackUrl(address, local)).toBeUndefined();
  });
});
