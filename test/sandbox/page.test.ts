import { execFile } from 'node:child_process';
import { onTestFinished, expect, it } from 'vitest';
import { startOkta } from '../../sandbox/okta/server.ts';
import { type PageServer, servePage } from '../../sandbox/page/server.ts';
import { startSlack } from '../../sandbox/slack/server.ts';

async function page(at: { port: number; orAnother: boolean }): Promise<PageServer> {
  const [slack, okta] = await Promise.all([startSlack(), startOkta()]);
  onTestFinished(async () => {
    await Promise.all([slack.close(), okta.close()]);
  });
  const built = new URL('./nothing-built/', import.meta.url);
  const served = await servePage(
    { slack, okta, devices: [], samples: [] },
    { ...at, built, clock: () => Date.now() },
  );
  onTestFinished(() => served.close());
  return served;
}

it('opens the page at another port where the usual one is taken', async () => {
  const first = await page({ port: 0, orAnother: false });
  const port = Number(new URL(first.url).port);
  const second = await page({ port, orAnother: true });
  expect(second.url).not.toBe(first.url);
  expect((await fetch(new URL('/events', second.url))).status).toBe(200);
});

it('says so where somebody asked for a port that is taken', async () => {
  const first = await page({ port: 0, orAnother: false });
  const port = Number(new URL(first.url).port);
  await expect(page({ port, orAnother: false })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

/** Starts the sandbox as a program with this port; gives its exit code and what it complained of. */
const sandbox = (port: string): Promise<readonly [code: unknown, words: string]> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['sandbox/main.ts', '--port', port],
      { cwd: new URL('../..', import.meta.url) },
      (_, _stdout, stderr) => resolve([child.exitCode, stderr]),
    );
  });

it.each(['abc', '65536', '1.5'])('is told that %s is no port', async (port) => {
  const [code, words] = await sandbox(port);
  expect(code).toBe(64);
  expect(words).toContain('--port takes a number from 0 to 65535');
});
