import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPage, buildPage } from '../../sandbox/page/build.ts';
import { readDevices, sampleNames } from '../../sandbox/page/devices.ts';
import { type PageServer, servePage } from '../../sandbox/page/server.ts';
import { type Sandbox, startSandbox } from '../../sandbox/scene.ts';

let sandbox: Sandbox;
let server: PageServer;
let browser: Browser;
let page: Page;

/** Pictures go to the docs only when somebody asks for new ones. */
const pictures =
  process.env['UPDATE_PICTURES'] === '1'
    ? fileURLToPath(new URL('../../docs/', import.meta.url))
    : await mkdtemp(join(tmpdir(), 'token-desk-pictures-'));

beforeAll(async () => {
  await buildPage();
  sandbox = await startSandbox();
  server = await servePage(
    { ...sandbox, devices: readDevices(), samples: sampleNames() },
    { port: 0, built: builtPage, clock: () => Date.now() },
  );
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  await page.goto(server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await sandbox?.close();
});

const become = (name: string): Promise<void> => page.getByRole('radio', { name }).click();
const channel = () => page.getByRole('main');

/** Whether it comes into sight, now or soon. */
const appears = async (what: Locator): Promise<boolean> => {
  await what.waitFor();
  return true;
};

/** Presses a button of the newest card and confirms Slack's dialog, if it has one. */
async function press(action: string): Promise<void> {
  await channel().locator(`[data-action="${action}"]`).last().click();
  await page.locator(`[data-confirm="${action}"]`).click();
}

describe('the sandbox page', () => {
  it('takes a dropped file and shows its card', async () => {
    await become('Maria Marin');
    await channel()
      .locator('input[type=file]')
      .setInputFiles(fileURLToPath(new URL('../../sandbox/samples/good.csv', import.meta.url)));
    expect(await appears(channel().getByText('5 tokens to enrol'))).toBe(true);
    expect(await channel().locator('[data-action="batch.approve"]').count()).toBe(1);
    await page.screenshot({ path: join(pictures, 'card.png') });
  });

  it('tells the requester, and nobody else, that somebody else must approve', async () => {
    await press('batch.approve');
    expect(await appears(channel().getByText('Only visible to you'))).toBe(true);
    await become('Tom Tanaka');
    expect(await channel().getByText('Only visible to you').count()).toBe(0);
  });

  it('enrols everybody when the other admin approves, and answers for each in the thread', async () => {
    await press('batch.approve');
    expect(await appears(channel().getByText('5 enrolled, 2 put in stock'))).toBe(true);
    await channel().locator('.replies').filter({ hasText: 'repl' }).nth(1).click();
    const thread = page.locator('.thread');
    for (const device of readDevices())
      expect(await appears(thread.getByText(`Token ${device.serial} is`))).toBe(true);
    expect(await appears(thread.getByText('result-').first())).toBe(true);
    await page.screenshot({ path: join(pictures, 'thread.png') });
  });

  it('lets a user sign in with the code on the token', async () => {
    const token = page.locator('[data-serial="245252413141"] code');
    const code = (await token.innerText()).replaceAll(' ', '');
    const field = page.getByLabel('Code of ana@acme.example');
    await field.fill(code);
    await field.press('Enter');
    expect(await appears(page.getByText('Signed in: Okta accepts the code.'))).toBe(true);
  });

  it('runs a typed command', async () => {
    await page.getByLabel('Message').fill('/token assign @erin 413196');
    await page.getByLabel('Message').press('Enter');
    expect(await appears(channel().getByText('to Erin Ellis').first())).toBe(true);
  });

  it('shows what a person could not do', async () => {
    await become('Erin Ellis');
    await page.getByRole('button', { name: 'good.csv', exact: true }).click();
    expect(await appears(page.locator('.toast.bad'))).toBe(true);
  });
});
