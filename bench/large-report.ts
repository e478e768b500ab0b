import { Readable } from 'node:stream';
import type { Bench } from './lib/bench.ts';
import { timed } from './lib/bench.ts';
import { sarifResult, sarifRule } from './lib/sarif.ts';
import { post, settled, startBenchServer } from './lib/server.ts';

const MEGABYTES = 300;
const RULES = 40;

/** A report too large to hold in one piece. */
export const largeReport: Bench = {
  name: 'large-report',
  what: `a SARIF report of ${MEGABYTES} MB: resident memory of the server`,
  async run() {
    const server = await startBenchServer();
    try {
      const [, ms] = await timed(async () => {
        await post(
          server,
          { repository: 'bench/large-report' },
          Readable.toWeb(Readable.from(pieces())) as ReadableStream,
        );
        await settled(server);
      });
      const { rows } = await server.pool.query('select state, error, observations, bytes from scan');
      if (rows[0].state !== 'done') throw new Error(`the scan ended as ${rows[0].state}: ${rows[0].error}`);
      return [
        {
          name: 'greatest resident memory',
          value: await server.peakMemoryMb(),
          unit: 'MB',
          target: { most: 800 },
        },
        { name: 'report', value: rows[0].bytes / 1e6, unit: 'MB' },
        { name: 'findings taken in', value: rows[0].observations, unit: 'findings' },
        { name: 'per second', value: (rows[0].observations / ms) * 1000, unit: 'findings/s' },
      ];
    } finally {
      await server.stop();
    }
  },
};

function* pieces(): Iterable<Uint8Array> {
  const rules = JSON.stringify(Array.from({ length: RULES }, (_, n) => sarifRule(n)));
  yield Buffer.from(
    `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"BenchScan","rules":${rules}}},"results":[`,
  );
  let bytes = 0;
  for (let n = 0; bytes < MEGABYTES * 1e6; ) {
    const batch: string[] = [];
    for (let i = 0; i < 500; i++, n++) batch.push(JSON.stringify(sarifResult(n, 1, RULES)));
    const piece = Buffer.from(`${n > 500 ? ',' : ''}${batch.join(',')}`);
    bytes += piece.length;
    yield piece;
  }
  yield Buffer.from(']}]}');
}
