import type { Kysely } from 'kysely';
import type { SecurityHome } from '../../../../contract/home.ts';
import { together } from '../../../../platform/together.ts';
import type { Actor } from '../../../access/public.ts';
import { loadRegistry } from '../../../organisation/public.ts';
import type { DB } from '../../../schema.gen.ts';
import { nextThings } from '../next-things.ts';
import { caresSentence } from './cares.ts';
import { readerDecisions } from './reader-decisions.ts';

/** What does not go on by itself? */
export async function securityFace(
  db: Kysely<DB>,
  caresAt: (now: Date) => Promise<SecurityHome['cares']>,
  actor: Actor,
  now: Date,
): Promise<{ sentence: string; face: SecurityHome }> {
  const { teams } = await loadRegistry(db);
  const queues = teams.flatMap(({ id, kind }) => (kind === 'security' ? [id] : []));
  const [cares, next, decisions] = await Promise.all([
    caresAt(now),
    together(db, `next ${queues}`, () => nextThings(db, queues, now)),
    readerDecisions(db, actor),
  ]);
  return { sentence: caresSentence(cares), face: { as: 'security', cares, next, decisions } };
}
