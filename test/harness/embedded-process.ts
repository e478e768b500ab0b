import { startEmbedded } from '../../src/platform/database/embedded.ts';

/** An owner of an embedded PostgreSQL in a process of its own, to be killed. */
const server = await startEmbedded({ dataDir: process.argv[2]!, durable: false });
process.stdout.write(`${JSON.stringify({ url: server.url, owned: server.owned })}\n`);
setInterval(() => {}, 60_000);
