import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { normaliseText } from '../keys.ts';
import type { Correlatable, Verdict } from './correlatable.ts';

type Tx = Transaction<DB>;

interface Row extends Omit<Correlatable, 'text' | 'vulnerabilities' | 'cwes'> {
  snippet: string | null;
  vulnerabilities: string[] | null;
  cwes: number[] | null;
}

const LIVE = sql`f.state in ('open', 'reopened', 'excepted')`;

/** A finding is worth a point for each fact that helps whoever has to fix it; a secret that works is worth two. */
const EVIDENCE = sql`num_nonnulls(f.fixed_versions, f.snippet, nullif(r.cwes, '{}'), f.detail -> 'score')
  + (coalesce(array_to_string(f.vulnerabilities, ' '), '') like '%CVE-%')::int
  + 2 * coalesce((f.detail -> 'secret' ->> 'verified')::boolean, false)::int`;

/** Live findings of a target that fulfil a condition on `f`. */
async function loadWhere(tx: Tx, targetId: string, condition: RawBuilder<unknown>): Promise<Correlatable[]> {
  const { rows } = await sql<Row>`
    select f.id, f.stream_id as "streamId", s.tool, f.rule_id as "ruleId", coalesce(r.key, '') as rule, f.kind,
      f.state <> 'excepted' as open, f.component, f.detail ->> 'source' as source, f.version, f.path,
      f.start_line as "startLine", f.end_line as "endLine", f.snippet, f.vulnerabilities, r.cwes,
      case when f.kind = 'secret' and f.detail -> 'secret' ->> 'hash' is not null then f.key end as secret,
      ${EVIDENCE} as evidence, f.opened_at as "openedAt", f.lead_id as "leadId",
      f.lead_because as "leadBecause", f.lead_by_person as "leadByPerson", f.fix_id as "fixId", f.own_fix_id as "ownFixId"
    from finding f join stream s on s.id = f.stream_id left join rule r on r.id = f.rule_id
    where f.target_id = ${targetId} and ${LIVE} and ${condition}`.execute(tx);
  return rows.map(({ snippet, vulnerabilities, cwes, ...rest }) => ({
    ...rest,
    text: normaliseText(snippet),
    vulnerabilities: vulnerabilities ?? [],
    cwes: cwes ?? [],
  }));
}

/** By id, with whoever follows them: the leader may be gone. */
export const loadWithFollowers = (
  tx: Tx,
  targetId: string,
  ids: readonly string[],
): Promise<Correlatable[]> =>
  loadWhere(tx, targetId, sql`(f.id = any(${ids}::uuid[]) or f.lead_id = any(${ids}::uuid[]))`);

export const loadByNames = (tx: Tx, targetId: string, names: readonly string[]): Promise<Correlatable[]> =>
  loadWhere(tx, targetId, sql`f.component is not null and f.vulnerabilities && ${names}::text[]`);

export const loadLicences = (tx: Tx, targetId: string): Promise<Correlatable[]> =>
  loadWhere(tx, targetId, sql`f.component is not null and f.kind = 'license'`);

export const loadByPaths = (tx: Tx, targetId: string, paths: readonly string[]): Promise<Correlatable[]> =>
  loadWhere(tx, targetId, sql`f.kind in ('code', 'config', 'secret') and f.path = any(${paths}::text[])`);

/** By stream and key, as the index goes. */
export const loadBySecrets = (tx: Tx, targetId: string, keys: readonly string[]): Promise<Correlatable[]> =>
  loadWhere(
    tx,
    targetId,
    sql`f.stream_id in (select id from stream where target_id = ${targetId}) and f.kind = 'secret'
      and f.key = any(${keys}::uuid[])`,
  );

/** What feeds state of these names: all names of their groups, as pairs of name and group. */
export async function loadAliases(tx: Tx, names: readonly string[]): Promise<[string, string][]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ name: string; group_name: string }>`
    select name, group_name from vulnerability_alias
    where group_name in (select group_name from vulnerability_alias where name = any(${names}::text[]))`.execute(
    tx,
  );
  return rows.map(({ name, group_name }) => [name, group_name]);
}

/** What people decided of any two findings of the target: few, as people make them one by one. */
export async function loadVerdicts(tx: Tx, targetId: string): Promise<Verdict[]> {
  const { rows } = await sql<Verdict>`
    select finding_id as "findingId", other_id as "otherId", verdict, actor, reason, at
    from correlation_verdict where target_id = ${targetId} and undone_at is null`.execute(tx);
  return rows;
}

/**
 * Whether anything of the target could be correlated: another stream has live findings, or a person decided on two.
 * One question, so that the first report of a target costs no more.
 */
export async function hasSecondVoice(tx: Tx, targetId: string, streamId: string): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (
      select from stream s where s.target_id = ${targetId} and s.id <> ${streamId}
        and exists (select from finding f where f.stream_id = s.id and ${LIVE})
    ) or exists (
      select from correlation_verdict where target_id = ${targetId} and undone_at is null
    ) as any`.execute(tx);
  return rows[0]?.any === true;
}
