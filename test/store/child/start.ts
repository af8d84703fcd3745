import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Child {
  /** What it prints, line by line. */
  readonly lines: AsyncIterableIterator<string>;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts one of the programs beside this file in a process of its own. */
export function startChild(program: 'open' | 'work', ...args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${program}.ts`), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): Promise<void> => ended(child);
  onTestFinished(kill);
  return { lines: createInterface(child.stdout)[Symbol.asyncIterator](), kill };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Reads lines until one is `wanted`, and gives those before it. */
export async function until(child: Child, wanted: string): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const line of child.lines) {
    if (line === wanted) return seen;
    seen.push(line);
  }
  throw new Error(`the process ended without saying ${wanted}: ${seen.join(', ')}`);
}
