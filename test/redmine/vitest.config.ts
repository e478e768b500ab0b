import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests against a real Redmine, which `npm run test:redmine` starts; `npm test` knows nothing of them. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['test/redmine/*.redmine.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // One Redmine for all, and two cores.
    fileParallelism: false,
  },
});
