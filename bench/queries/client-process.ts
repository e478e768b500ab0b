import { text } from 'node:stream/consumers';
import { Pool } from 'undici';

/** What a client process is told to do: read from its input, answered on its output as `Asked[]`. */
export interface Asking {
  url: string;
  token: string;
  inFlight: number;
  /** Each endpoint's addresses are asked in turn, so many times in all. */
  endpoints: { path: string; asks: string[]; times: number }[];
}

export interface Asked {
  path: string;
  /** Milliseconds from sending to the last byte, in the order of the asks. */
  ms: number[];
  bytes: number;
  /** Addresses that did not answer 200, with what they answered. */
  failed: string[];
}

const asking = JSON.parse(await text(process.stdin)) as Asking;
const pool = new Pool(asking.url, { connections: asking.inFlight, pipelining: 1 });
const headers = { authorization: `Bearer ${asking.token}` };

async function askAll({ path, asks, times }: Asking['endpoints'][number]): Promise<Asked> {
  const asked: Asked = { path, ms: new Array<number>(times), bytes: 0, failed: [] };
  let next = 0;
  const lane = async () => {
    for (let n = next++; n < times; n = next++) {
      const address = asks[n % asks.length]!;
      const startedAt = performance.now();
      const { statusCode, body } = await pool.request({ method: 'GET', path: address, headers });
      const bytes = await body.arrayBuffer();
      asked.ms[n] = performance.now() - startedAt;
      asked.bytes += bytes.byteLength;
      if (statusCode !== 200) {
        const told = `${address} answered ${statusCode} ${Buffer.from(bytes).toString().slice(0, 200)}`;
        if (asked.failed.length < 5 && !asked.failed.includes(told)) asked.failed.push(told);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(asking.inFlight, times) }, lane));
  return asked;
}

const all: Asked[] = [];
for (const endpoint of asking.endpoints) all.push(await askAll(endpoint));
process.stdout.write(JSON.stringify(all));
await pool.close();
