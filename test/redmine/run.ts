import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installRedmine } from './install-redmine.ts';
import { type RunningRedmine, startRedmine } from './start-redmine.ts';

/**
 * `npm run test:redmine`: installs Redmine where it is missing and can be, starts one of its own, runs the tests of this
 * folder against it, and removes it. A machine that cannot have one says so and passes.
 */
const missing = await installRedmine();
if (missing === null) process.exitCode = await tested();
else console.log(`Tests with a real Redmine are skipped: ${missing}.`);

async function tested(): Promise<number> {
  const startedAt = performance.now();
  const redmine = await startRedmine([]);
  try {
    const { version, url } = redmine;
    console.log(`Redmine ${version} at ${url}, after ${Math.round(performance.now() - startedAt)} ms`);
    return await vitest(redmine);
  } finally {
    await redmine.stop();
  }
}

function vitest({ stop: _, ...given }: RunningRedmine): Promise<number> {
  const config = join(import.meta.dirname, 'vitest.config.ts');
  const running = spawn('vitest', ['run', '--config', config, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, LANEKEEPER_TEST_REDMINE: JSON.stringify(given) },
  });
  // The one who waits cleans up: an end from outside reaches the tests, and then this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.kill(signal));
  return new Promise((done, fail) => {
    running.once('error', fail);
    running.once('exit', (code) => done(code ?? 1));
  });
}
