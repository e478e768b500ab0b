import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Smaller ones hardly become smaller. */
const WORTH_PACKING_BYTES = 500;

/**
 * Packs scripts and styles once, at build time, in the way that every browser takes also without TLS. Of the
 * written files: Vite fills in the names of chunks after all other steps.
 */
function packed(): Plugin {
  const pack = promisify(gzip);
  return {
    name: 'packed',
    apply: 'build',
    async writeBundle({ dir = '.' }, bundle) {
      const paths = Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name));
      for (const path of paths.map((name) => join(dir, name))) {
        const bytes = await readFile(path);
        if (bytes.length >= WORTH_PACKING_BYTES)
          await writeFile(`${path}.gz`, await pack(bytes, { level: 9 }));
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
