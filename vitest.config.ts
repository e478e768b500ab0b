import { defineConfig } from 'vitest/config';

const tests = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'];

/** What needs PostgreSQL, a browser or real processes; all else runs in seconds with nothing but Node. */
const heavy = [
  'src/**/*.db.test.ts',
  'src/platform/database/embedded.test.ts',
  'src/readers/robust.test.ts',
  'test/corpus/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/**/*.db.test.ts',
];

/** Against a real Redmine: `npm run test:redmine`. */
const elsewhere = ['test/redmine/*.redmine.test.ts'];

/** `vitest run` runs both; `--project fast` is for the moment before a commit. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'fast', include: tests, exclude: [...heavy, ...elsewhere] } },
      {
        extends: true,
        test: { name: 'full', include: heavy, globalSetup: ['test/harness/global-setup.ts'] },
      },
    ],
  },
});
