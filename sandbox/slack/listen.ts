import type { Server } from 'node:http';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Opens the server on 127.0.0.1; port 0 takes a free one. Rejects where the port is taken. */
export function listen(server: Server, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://127.0.0.1:${String(chosen)}`,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
            // A client's idle keep-alive connection must not hold up the end.
            server.closeAllConnections();
          }),
      });
    });
  });
}
