import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader, ReaderCard } from '../readers/reader.ts';

const FOLDER = join(import.meta.dirname, '../readers');

/** Folders of readers, sorted. */
export const readerFolders = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(FOLDER, entry.name, 'index.ts')))
    .map(({ name }) => name)
    .sort();

export const readerCards = (): Promise<ReaderCard[]> =>
  Promise.all(
    readerFolders().map(async (folder) => {
      const module = (await import(join(FOLDER, folder, 'index.ts'))) as { reader: Reader };
      return module.reader.card;
    }),
  );

/** The text of `src/readers/registry.gen.ts`: names without code, so that asking for one loads one. */
export function registryText(cards: readonly ReaderCard[]): string {
  const entries = cards.map(({ id, aliases }) => {
    const names = aliases.map((alias) => `'${alias}'`).join(', ');
    return `  { id: '${id}', aliases: [${names}], load: async () => (await import('./${id}/index.ts')).reader },`;
  });
  return [
    '// Made from the cards of the readers by `npm run generate`; do not edit.',
    "import type { ReaderEntry } from './reader.ts';",
    '',
    'export const ENTRIES: readonly ReaderEntry[] = [',
    ...entries,
    '];',
    '',
  ].join('\n');
}
