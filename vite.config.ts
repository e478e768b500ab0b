import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the page to dist/web; `vite` alone serves it and passes API calls on to a running server. */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Browsers of 2024 and later: light-dark() and nesting stay as written.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': process.env['LANEKEEPER_URL'] ?? 'http://localhost:8080' } },
});
