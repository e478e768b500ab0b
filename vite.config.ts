import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Smaller ones fit into a packet or two anyway. */
const WORTH_PACKING_BYTES = 2_000;

/** Packs scripts and styles once, at build time, in the way that every browser takes also without TLS. */
function packed(): Plugin {
  const pack = promisify(gzip);
  return {
    name: 'packed',
    apply: 'build',
    async generateBundle(_options, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        if (!/\.(js|css|svg)$/.test(fileName) || bytes.length < WORTH_PACKING_BYTES) continue;
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: await pack(bytes, { level: 9 }) });
      }
    },
  };
}

/** Builds the page to dist/web; `vite` alone serves it and passes API calls on to a running server. */
export default defineConfig({
  root: 'src/web',
  plugins: [react(), packed()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Browsers of 2024 and later: light-dark() and nesting stay as written.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: scripts or fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': process.env['LANEKEEPER_URL'] ?? 'http://localhost:8080' } },
});
