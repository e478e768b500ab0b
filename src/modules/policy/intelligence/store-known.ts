import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';

/** What the feeds say of one CVE, and the names that were asked for it. */
export interface KnownRow {
  cve: string;
  /** As asked: the CVE itself or another name of it. */
  names: string[];
  /** Catalogues that say it is exploited. */
  catalogues: string[] | null;
  date_added: string | null;
  ransomware: boolean | null;
  score: number | null;
  percentile: number | null;
  exploitation: string | null;
  automatable: string | null;
  technical_impact: string | null;
  published: string | null;
  ssvc_as_of: string | null;
  /** On the first row only: the feeds that hold anything. */
  feeds: { name: string; version: string | null; as_of: string | null }[] | null;
}

/**
 * What the feeds say of some vulnerabilities, in one query: a row for each CVE, found or not. Names of other kinds are
 * joined to their CVE by the aliases; those of which none is known are left out.
 */
export async function knownOf(db: Kysely<DB>, names: string[]): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`
    with asked as (
      select coalesce(a.group_name, n.name) as cve, array_agg(n.name) as names
      from unnest(${names}::text[]) as n (name)
      left join v_findings_alias a on a.name = n.name and n.name not like 'CVE-%'
      where n.name like 'CVE-%' or a.group_name like 'CVE-%'
      group by 1
    ), listed as (
      select cve, array_agg(source order by source) as catalogues, min(date_added) as date_added,
        bool_or(ransomware) as ransomware
      from intel_kev where cve in (select cve from asked) group by cve
    )
    select q.cve, q.names, l.catalogues, to_char(l.date_added, 'YYYY-MM-DD') as date_added, l.ransomware,
      e.score, e.percentile, s.exploitation, s.automatable, s.technical_impact,
      to_char(s.published, 'YYYY-MM-DD') as published, to_char(s.as_of, 'YYYY-MM-DD') as ssvc_as_of,
      case when row_number() over () = 1 then (
        select jsonb_agg(jsonb_build_object('name', name, 'version', version, 'as_of', as_of))
        from intel_feed where entries > 0
      ) end as feeds
    from asked q
    left join listed l on l.cve = q.cve
    left join intel_epss e on e.cve = q.cve
    left join intel_ssvc s on s.cve = q.cve`.execute(db);
  return rows;
}
