import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/platform/database/embedded.ts';
import { chaos } from './chaos.ts';
import { readOptions } from './options.ts';

/**
 * `npm run chaos -- --kills 200 --json --seed 1`: the result on standard output, how it goes on standard error. Exit 1
 * when a ticket is there twice, is missing or is not what it should be, or when a killed worker was missed too long.
 */
const options = readOptions(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'lanekeeper-chaos-'));
const server = await startEmbedded({ dataDir: folder, durable: false });
try {
  const { result, longestTakeoverMs } = await chaos({
    ...options,
    databaseUrl: server.url,
    dataDir: folder,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
  const { duplicates, lost, mismatched } = result;
  process.exitCode = duplicates + lost + mismatched > 0 || longestTakeoverMs > 10_000 ? 1 : 0;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
