import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { StatedException } from './open-vex.ts';

/** A finding of a package with what people said of it. */
export interface StatedRow {
  vulnerabilities: string[];
  kind: string;
  key: string;
  url: string | null;
  component: string;
  version: string | null;
  state: 'open' | 'reopened' | 'fixed' | 'excepted';
  since: Date;
  fixedIn: string | null;
  exception: (Omit<StatedException, 'asked'> & { asked: boolean }) | null;
}

/** Findings of packages in a repository or a target that have a name others know, fixed ones included. */
export async function statedRows(
  db: Kysely<DB>,
  of: { repository: string } | { kind: string; key: string },
  limit: number,
): Promise<StatedRow[]> {
  const where =
    'repository' in of
      ? sql`f.repository_id = (select id from v_organisation_repository where key = ${of.repository})`
      : sql`t.kind = ${of.kind} and t.key = ${of.key}`;
  const { rows } = await sql<StatedRow>`
    select f.vulnerabilities, t.kind, t.key, r.url, f.component, f.version, f.state, f.changed_at as since,
      coalesce(x.to_version, f.fixed_versions[1]) as "fixedIn",
      case when e.id is not null then json_build_object('kind', e.kind, 'asked', e.state = 'asked',
        'justification', e.justification, 'reason', e.reason, 'until', e.expires_at::date::text) end as exception
    from v_findings_finding f
    join v_findings_target t on t.id = f.target_id
    left join v_organisation_repository r on r.id = t.repository_id and t.kind = 'repository'
    left join v_findings_fix x on x.id = f.fix_id
    left join lateral (
      select * from v_findings_exception e
      where (e.id = f.exception_id and e.state = 'granted' or e.finding_id = f.id and e.state = 'asked')
        and e.kind <> 'duplicate'
      order by e.state = 'granted' desc limit 1
    ) e on true
    where ${where} and f.component is not null and f.vulnerabilities is not null and f.lead_id is null
      -- What the tool itself does not count is not ours to say.
      and (f.state <> 'excepted' or e.id is not null)
    order by f.id limit ${limit}`.execute(db);
  return rows;
}
