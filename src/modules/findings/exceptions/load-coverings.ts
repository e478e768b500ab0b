import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { loadAliases } from '../correlation/store-load.ts';
import { Coverings, NO_COVERINGS } from './coverings.ts';
import type { Covering } from './extent.ts';
import { grantedWords } from './words.ts';

type Row = Omit<Covering, 'names' | 'words'> & {
  by: string[] | null;
  duplicateOf: string | null;
  source: string;
};

/**
 * The granted exceptions that a scan of a target can meet, in one question. The transaction shows itself as writing
 * before it asks, so that an exception granted meanwhile knows whom to wait for (`settle-jobs.ts`).
 * @param vulnerabilities all that the scan tells of: packages are looked for by them
 */
export async function loadCoverings(
  tx: Transaction<DB>,
  target: { targetId: string; repositoryId: string | null; vulnerabilities: readonly string[] },
  now: Date,
): Promise<Coverings> {
  await sql`select pg_current_xact_id()`.execute(tx);
  const exceptions = await loadCovering(tx, target, now);
  return exceptions.length > 0 ? new Coverings(exceptions) : NO_COVERINGS;
}

async function loadCovering(
  db: Kysely<DB>,
  { targetId, repositoryId, vulnerabilities }: Parameters<typeof loadCoverings>[1],
  now: Date,
): Promise<Covering[]> {
  const aliases = await loadAliases(db as Transaction<DB>, vulnerabilities);
  const names = [...new Set([...vulnerabilities, ...aliases.map(([name]) => name)])];
  return loadWhere(
    db,
    sql`(e.target_id = ${targetId}
      or (e.scope = 'rule' and e.repository_id = ${repositoryId})
      or (e.scope = 'package' and e.vulnerability = any(${names}::text[])))
      and (e.expires_at is null or e.expires_at > ${now})`,
    aliases,
  );
}

async function loadWhere(
  db: Kysely<DB>,
  condition: RawBuilder<unknown>,
  aliases: readonly [string, string][],
): Promise<Covering[]> {
  const { rows } = await sql<Row>`
    select e.id, e.kind, e.scope, e.finding_id as "findingId", e.fix_id as "fixId", e.tool, e.rule,
      e.repository_id as "repositoryId", e.path, e.component, e.versions, e.vulnerability, e.ceiling,
      e.all_teams as "allTeams", e.team_id as "teamId", e.expires_at as "expiresAt", e.duplicate_of as "duplicateOf",
      e.source, (
        select array_agg(coalesce(p.name, w.actor) order by w.at, w.id)
        from exception_word w left join v_access_person p on p.id = w.person_id
        where w.exception_id = e.id and w.word in ('granted', 'countersigned')) as by
    from exception e where e.state = 'granted' and ${condition}`.execute(db);
  const groups = new Map(aliases);
  return rows.map(({ by, duplicateOf, source, ...row }) => {
    const group = groups.get(row.vulnerability ?? '');
    const others = group === undefined ? [] : aliases.filter(([, of]) => of === group).map(([name]) => name);
    return {
      ...row,
      names: row.vulnerability === null ? [] : [...new Set([row.vulnerability, ...others])],
      words: grantedWords(
        row.kind,
        source === 'person' ? (by ?? []) : [source],
        row.expiresAt,
        duplicateOf && toPublicId('finding', duplicateOf),
      ),
    };
  });
}

/** One that is granted, whatever its target; undefined = it is not, or not any more. */
export async function loadGranted(db: Kysely<DB>, id: string): Promise<Covering | undefined> {
  const [found] = await loadWhere(db, sql`e.id = ${id}`, []);
  return found;
}
