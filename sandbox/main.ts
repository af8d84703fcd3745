// `npm run sandbox`: the bot on a local Slack and a local Okta, with a page to play it; `-- --play` plays a story.
import { parseArgs } from 'node:util';
import { builtPage, buildPage } from './page/build.ts';
import { readDevices, sampleNames } from './page/devices.ts';
import { isTaken, type PageServer, servePage } from './page/server.ts';
import { type Sandbox, startSandbox } from './scene.ts';
import { createNarrator } from './story/narrator.ts';
import { playStory } from './story/story.ts';

const usualPort = 4000;

const { values } = parseArgs({
  options: {
    play: { type: 'boolean', default: false },
    port: { type: 'string' },
    log: { type: 'boolean', default: false },
  },
});

async function play(): Promise<number> {
  const narrator = createNarrator((line) => console.log(line));
  const sandbox = await startSandbox();
  try {
    await playStory(sandbox, narrator);
  } catch (error) {
    narrator.check(error instanceof Error ? error.message : String(error), false);
    console.error(sandbox.bot().lines.slice(-20).join('\n'));
  }
  narrator.check('the bot stopped cleanly', (await sandbox.close()) === 0);
  console.log(`\n${String(narrator.passed)} passed, ${String(narrator.failed)} failed`);
  return narrator.failed === 0 ? 0 : 1;
}

/** The port that was asked for, or the usual one; `undefined` when what was given is none. */
function wantedPort(): number | undefined {
  const port = Number(values.port ?? usualPort);
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}

async function openPage(sandbox: Sandbox, port: number): Promise<PageServer> {
  await buildPage();
  const scene = { ...sandbox, devices: readDevices(), samples: sampleNames() };
  return servePage(scene, {
    port,
    orAnother: values.port === undefined,
    built: builtPage,
    clock: () => Date.now(),
  });
}

async function show(): Promise<void> {
  const port = wantedPort();
  if (port === undefined) {
    console.error(
      `--port takes a number from 0 to 65535, and 0 takes a free one; not “${values.port ?? ''}”.`,
    );
    process.exit(64);
  }
  const sandbox = await startSandbox({
    onLine: (line) => {
      if (values.log) console.log(line);
    },
  });
  const page = await openPage(sandbox, port).catch(async (error: unknown) => {
    // The bot is a process of its own and would outlive this one.
    await sandbox.close();
    if (!isTaken(error)) throw error;
    console.error(`Port ${String(port)} is in use. Give another with --port, or none to take a free one.`);
    process.exit(1);
  });
  console.log(
    `Token Desk sandbox: ${page.url}\nDrop good.csv as Maria, approve it as Tom. Stop with Ctrl-C.`,
  );
  const end = (): void => {
    void Promise.all([page.close(), sandbox.close()]).then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (values.play) process.exitCode = await play();
else await show();
