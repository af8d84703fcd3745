import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { url as debuggerUrl } from 'node:inspector';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

/** The machine the bot runs on: its Node, its disk, its address. */
export async function checkMachine(config: Pick<Config, 'dataDir' | 'http'>): Promise<readonly Check[]> {
  const folder = nearestExisting(config.dataDir);
  const { type, bavail, bsize } = await statfs(folder);
  return [
    checkNode(process.versions.node),
    checkDebugger(debuggerUrl() !== undefined),
    checkFolder(folder === config.dataDir ? statSync(folder).mode : undefined),
    checkFileSystem(type),
    checkDisk(bavail * bsize),
    checkAddress(config.http.host),
  ];
}

const nearestExisting = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));

/** Since then Node runs TypeScript without a flag and without a warning: https://nodejs.org/docs/latest-v24.x/api/typescript.html */
const oldestNode = [24, 12] as const;

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return isNew
    ? ok('Node', `is ${version}.`)
    : fail(
        'Node',
        `is ${version}; the bot needs ${oldestNode.join('.')}.`,
        'Use the one that npm ci brings along.',
      );
}

/** Whoever attaches to a debugger reads seeds and credentials in memory. */
export const checkDebugger = (isOpen: boolean): Check =>
  isOpen
    ? fail(
        'Debugger',
        'is open: anybody on this machine can read the bot’s memory.',
        'Start without --inspect.',
      )
    : ok('Debugger', 'is closed.');

/** `mode` as the file system gives it; undefined where the folder is not there yet. */
export function checkFolder(mode: number | undefined): Check {
  const name = 'Data folder';
  if (mode === undefined) return ok(name, 'is not there yet; the first start makes it.');
  return (mode & 0o077) === 0
    ? ok(name, 'belongs to the bot’s user alone.')
    : warn(name, 'can be entered by other users of this machine.', 'Take their rights away: mode 700.');
}

/** File systems over a network keep locks and shared memory badly; by the magic numbers of statfs(2). */
const shaky: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x01021997, '9p'],
  [0x65735546, 'FUSE'],
]);

export function checkFileSystem(type: number): Check {
  const name = 'File system';
  // Some systems give the number with a sign.
  const found = shaky.get(type >>> 0);
  return found === undefined
    ? ok(name, 'keeps the database’s locks.')
    : fail(
        name,
        `under DATA_DIR is ${found}, on which a database breaks.`,
        'Use a local disk (https://www.sqlite.org/wal.html).',
      );
}

const scarceBytes = 500e6;
const noneBytes = 50e6;

export function checkDisk(freeBytes: number): Check {
  const name = 'Disk space';
  const line = `${String(Math.floor(freeBytes / 1e6))} MB are free under DATA_DIR.`;
  if (freeBytes >= scarceBytes) return ok(name, line);
  const mend = 'Free some; a full disk stops the bot before it asks Okta for anything.';
  return freeBytes < noneBytes ? fail(name, line, mend) : warn(name, line, mend);
}

/** In a container 0.0.0.0 is right, on a machine it shows the numbers to the whole network. */
export const checkAddress = (host: string): Check =>
  ['127.0.0.1', '::1', 'localhost'].includes(host)
    ? ok('Health pages', `answer on ${host} alone.`)
    : warn(
        'Health pages',
        `answer on ${host}, which others may reach.`,
        'Right in a container; otherwise set HOST=127.0.0.1, or keep the port behind a firewall.',
      );
