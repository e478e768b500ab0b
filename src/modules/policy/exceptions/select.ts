import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { ExceptionPage, listExceptionsQuery } from '../../../contract/exceptions.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId, type IdKind } from '../../../kernel/ids.ts';
import { type StoredException, selectExceptions, wordsOf } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { type Asker, type ExceptionsDeps, loadContext, loadPeople, voiceOf } from './context.ts';
import { show, yours } from './show.ts';

type Query = z.output<typeof listExceptionsQuery>;

/** The newest first; what waits for a decision, the most urgent and longest waiting first. */
export async function listExceptions(
  { db }: Pick<ExceptionsDeps, 'db'>,
  query: Query,
  asker: Asker,
): Promise<ExceptionPage> {
  if (query.mine !== undefined) return listMine(db, query, asker);
  const where = sql.join(conditionsOf(query), sql` and `) as RawBuilder<boolean>;
  const found = await selectExceptions(db, { where, order: sql`e.id desc`, limit: query.limit + 1 });
  return pageOf(db, found, query.limit, asker);
}

/** Waiting ones are few: whose word they need is asked of each. */
const MOST_WAITING = 5000;

async function listMine(db: Kysely<DB>, query: Query, asker: Asker): Promise<ExceptionPage> {
  const conditions = conditionsOf({ ...query, state: 'asked' });
  const where = sql.join(conditions, sql` and `) as RawBuilder<boolean>;
  const waiting = await selectExceptions(db, { where, order: sql`e.id desc`, limit: MOST_WAITING });
  const mine = await forAsker(db, waiting, asker);
  const found = waiting.filter((one) => mine.has(one.id) === query.mine);
  return pageOf(db, found.slice(0, query.limit + 1), query.limit, asker);
}

async function pageOf(
  db: Kysely<DB>,
  found: readonly StoredException[],
  limit: number,
  asker: Asker,
): Promise<ExceptionPage> {
  const items = await show({ db }, found.slice(0, limit), asker);
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** How many wait for somebody's word. */
export async function countWaiting({ db }: Pick<ExceptionsDeps, 'db'>, asker: Asker): Promise<number> {
  if (asker.personId === null) return 0;
  const where = sql<boolean>`e.state = 'asked'`;
  const waiting = await selectExceptions(db, { where, order: sql`e.id desc`, limit: MOST_WAITING });
  return (await forAsker(db, waiting, asker)).size;
}

/** Ids of those to which this person's yes would add something. */
async function forAsker(
  db: Kysely<DB>,
  waiting: readonly StoredException[],
  asker: Asker,
): Promise<Set<string>> {
  if (waiting.length === 0) return new Set();
  const words = await wordsOf(
    db,
    waiting.map(({ id }) => id),
  );
  const [context, people] = await Promise.all([
    loadContext(db),
    loadPeople(
      db,
      [asker, ...words].flatMap(({ personId }) => personId ?? []),
    ),
  ]);
  const byException = Map.groupBy(words, ({ exceptionId }) => exceptionId);
  const mine = waiting.filter((exception) => {
    const voice = (who: { label: string; personId: string | null }) =>
      voiceOf(context, exception, who, people);
    return yours(context, exception, byException.get(exception.id) ?? [], voice, asker).grant.may;
  });
  return new Set(mine.map(({ id }) => id));
}

function conditionsOf(query: Query): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [sql`true`];
  if (query.state === 'past') found.push(sql`e.state in ('refused', 'withdrawn', 'revoked', 'expired')`);
  else if (query.state !== 'all') found.push(sql`e.state = ${query.state}`);
  if (query.kind) found.push(sql`e.kind = ${query.kind}`);
  if (query.team) found.push(sql`e.team_id = (select id from v_organisation_team where key = ${query.team})`);
  if (query.finding) {
    const id = idIn('finding', query.finding);
    found.push(
      sql`(e.finding_id = ${id}
        or e.id = (select exception_id from v_findings_finding where id = ${id})
        or e.fix_id = (select fix_id from v_findings_finding where id = ${id}))`,
    );
  }
  if (query.fix) {
    const id = idIn('fix', query.fix);
    found.push(
      sql`(e.fix_id = ${id} or e.id in (select exception_id from v_findings_finding where fix_id = ${id}
        and exception_id is not null))`,
    );
  }
  if (query.cursor) found.push(sql`e.id < ${idIn('exception', query.cursor)}`);
  return found;
}

function idIn(kind: IdKind, text: string): string {
  const id = fromPublicId(kind, text);
  if (!id) throw new AppError('LK-VALIDATION', `“${text.slice(0, 60)}” is not the id of a ${kind}`);
  return id;
}
