import { defineConfig } from 'vitest/config';

const tests = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'];

/** What needs PostgreSQL, a browser or real processes; all else runs in seconds with nothing but Node. */
const heavy = [
  'src/**/*.db.test.ts',
  'src/platform/database/embedded.test.ts',
  'src/readers/robust.test.ts',
  'test/corpus/**/*.test.ts',
  'test/**/*.db.test.ts',
];

/** Browsers and processes that are killed: what they wait for must not wait for another of them. */
const alone = ['test/e2e/**/*.test.ts', 'test/chaos.db.test.ts', 'test/chaos/**/*.test.ts'];

const globalSetup = ['test/harness/global-setup.ts'];

/** Against a real Redmine: `npm run test:redmine`. */
const elsewhere = ['test/redmine/*.redmine.test.ts'];

/** `vitest run` runs all, one project after the other; `--project fast` is for the moment before a commit. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: tests,
          exclude: [...heavy, ...alone, ...elsewhere],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: heavy,
          exclude: alone,
          globalSetup,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, globalSetup, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
