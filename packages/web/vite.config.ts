import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

// The gateway that `npm run dev` passes requests on to.
const gateway = process.env.PODBAY_GATEWAY ?? 'http://127.0.0.1:7681';

export default defineConfig({
  // Relative addresses: the page may be served below a path.
  base: './',
  plugins: [react(), precompress()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: ['chrome123', 'firefox125', 'safari17.5'],
    // A strict content security policy allows neither data: addresses nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // xterm.js and dockview come in one chunk, fetched when the page stands.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': { target: gateway, ws: true } } },
});
