import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../platform/database/embedded.ts';
import { migrate } from '../platform/database/migrate.ts';
import { generatedDocs } from './generate-docs.ts';
import { readerCards, registryText } from './generate-readers.ts';
import { generateSchema } from './generate-schema.ts';
import { catalogueOf, readTexts } from './generate-texts.ts';

/** `npm run generate`: everything that is made from something else and kept in git; `-- readers`: without the schema. */
if (process.argv[2] === undefined) await writeSchema();
await writeFile('src/web/texts/en.json', catalogueOf(readTexts()));
const cards = await readerCards();
await writeFile('src/readers/registry.gen.ts', registryText(cards));
for (const [file, text] of Object.entries(generatedDocs(cards))) await writeFile(file, text);

async function writeSchema(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'lanekeeper-generate-'));
  const server = await startEmbedded({ dataDir: home, durable: false });
  try {
    await migrate(server.url, 'migrations');
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await writeFile('src/modules/schema.gen.ts', await generateSchema(client));
    await client.end();
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}
