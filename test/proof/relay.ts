import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Life } from './life.ts';

export interface RelayOptions {
  readonly life: Life;
  /** Hears of the bytes of a request before they leave. */
  readonly onRequest: (text: string) => void;
  /** What becomes of the bytes that stood in front of the network at the death; they are lost unless told otherwise. */
  readonly onLeftOver?: ((deliver: () => void) => void) | undefined;
}

export interface Relay {
  readonly url: string;
  close(): Promise<void>;
}

/** The network between one bot and Okta: bytes pass unchanged until the bot dies, and its connections with it. */
export async function openRelay(target: string, options: RelayOptions): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    open.add(near.on('close', () => open.delete(near)));
    for (const socket of [near, far]) socket.setNoDelay(true).on('error', () => undefined);
    carry(near, far, options);
  });
  options.life.onDeath(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: urlOf(server), close: () => closeAll(server, open) };
}

function carry(near: Socket, far: Socket, { life, onRequest, onLeftOver }: RelayOptions): void {
  // What was sent is on its way; only what was not is lost with the process.
  life.onDeath(() => near.destroy());
  let keptBack = false;
  near.on('close', () => keptBack || far.end());
  far.on('close', () => near.destroy());
  near.on('data', (bytes) => {
    if (life.dead) return;
    onRequest(bytes.toString('latin1'));
    if (!life.step('before bytes to Okta')) {
      keptBack = onLeftOver !== undefined;
      onLeftOver?.(() => far.end(bytes));
      return;
    }
    far.write(bytes);
    life.step('after bytes to Okta');
  });
  far.on('data', (bytes) => {
    if (!life.step('before bytes from Okta')) return;
    near.write(bytes);
    life.step('after bytes from Okta');
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : '';
}

async function closeAll(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
