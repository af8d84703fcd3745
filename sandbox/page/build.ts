import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Where the built page lies. */
export const builtPage = new URL('dist/', import.meta.url);

/** Builds the page from its sources; takes a second or two. */
export async function buildPage(): Promise<void> {
  await build({
    root: fileURLToPath(new URL('app/', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: fileURLToPath(builtPage), emptyOutDir: true, chunkSizeWarningLimit: 4_000 },
  });
}
