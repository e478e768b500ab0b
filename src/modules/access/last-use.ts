import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { DB } from '../schema.gen.ts';
import { markUsed } from './store.ts';

const NOTED_EVERY_MS = 60_000;

/** Remembers when a token was last used: at most once a minute each, and never on the request's path. */
export function lastUseNotes(db: Database<DB>, log: Log) {
  const noted = new Map<string, number>();
  const writing = new Set<Promise<void>>();
  return {
    note(tokenId: string, at: Date): void {
      if (at.getTime() - (noted.get(tokenId) ?? 0) < NOTED_EVERY_MS) return;
      noted.set(tokenId, at.getTime());
      const write = markUsed(db, tokenId, at).then(
        () => {},
        (error) => log.warn({ err: error, tokenId }, 'last use of a token was not noted'),
      );
      writing.add(write);
      write.finally(() => writing.delete(write));
    },
    async settled(): Promise<void> {
      await Promise.all(writing);
    },
  };
}
