import { sql, type Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { describeFix, type Fix, type FixMembers, purlTypeOf } from './fixes.ts';
import { advisedVersions, type PackageVersion } from './store-advisories.ts';
import { fixingVersions } from './versions/smallest-fixing.ts';

type Tx = Transaction<DB>;

export interface OwnedFix extends Fix {
  ownerTeamId: string;
  unowned: boolean;
  /** What a file chose for its tickets; null = the team's own queue. */
  queue: string | null;
}

/** Makes fixes known; one that is known already keeps what it is, but for the queue of tickets still to be made. */
export async function keepFixes(
  tx: Tx,
  targetId: string,
  at: string,
  fixes: readonly OwnedFix[],
): Promise<void> {
  if (fixes.length === 0) return;
  const rows = fixes.map((fix) => ({
    id: fix.id,
    kind: fix.kind,
    target_id: targetId,
    owner_team_id: fix.ownerTeamId,
    unowned: fix.unowned,
    queue: fix.queue,
    title: fix.title,
    component: fix.component,
    folder: fix.folder,
    base_target_id: fix.baseTargetId,
    opened_at: at,
  }));
  await sql`insert into fix as old (id, kind, target_id, owner_team_id, unowned, queue, title, component, folder, base_target_id, opened_at, priority)
    select id, kind, target_id, owner_team_id, unowned, queue, title, component, folder, base_target_id, opened_at, 4
    from jsonb_populate_recordset(null::fix, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do update set queue = excluded.queue where old.queue is distinct from excluded.queue`.execute(
    tx,
  );
}

/**
 * Brings fixes to what their findings say now: how many are open, how urgent, by when, to which version;
 * closed when none is open. Marks them as changed by the scan, which is where the planner of tickets looks.
 * @param change `because`: in words, whose statement it was, when no scan did
 */
export async function refreshFixes(
  tx: Tx,
  fixIds: readonly string[],
  change: { scanId: string | null; at: string; because?: string },
): Promise<void> {
  if (fixIds.length === 0) return;
  const { rows } = await sql<{ id: string; kind: string }>`
    update fix x set
      open_findings = m.open, exploited = m.exploited, priority = coalesce(m.priority, x.priority), due_at = m.due_at,
      review_at = m.review_at, route = coalesce(m.route, x.route),
      state = case when m.open = 0 then 'closed' else 'open' end,
      closed_at = case when m.open = 0 then coalesce(x.closed_at, ${change.at}) end,
      changed_scan_id = ${change.scanId},
      moved_to_id = case when m.open = 0 then x.moved_to_id end,
      state_because = case when (m.open = 0) = (x.state = 'closed') then x.state_because else ${change.because ?? null}::text end
    from (
      -- What several tools tell of one weakness counts once: followers are told by their leader.
      select t.id, greatest(count(f.id) filter (where f.lead_id is null), least(count(f.id), 1))::int as open,
        count(distinct coalesce(f.lead_id, f.id)) filter (where f.exploited)::int as exploited,
        min(f.priority) as priority, min(f.due_at) as due_at, min(f.review_at) as review_at,
        case when bool_and(coalesce(f.route, 'owner') = 'hold') then 'hold' else coalesce(min(f.route) filter (where f.route <> 'hold'), 'owner') end as route
      from unnest(${fixIds}::uuid[]) t(id)
      left join finding f on f.fix_id = t.id and f.state in ('open', 'reopened')
      group by t.id
    ) m
    where x.id = m.id
    returning x.id, x.kind`.execute(tx);
  const upgrades = rows.filter(({ kind }) => kind === 'upgrade').map(({ id }) => id);
  if (upgrades.length > 0) await describeUpgrades(tx, upgrades);
}

/** Versions of a fix that are looked at for advisories of their own: nobody waits for the sixth best. */
const MOST_ASKED = 5;

const versionsToAsk = ({ component, versions }: FixMembers): PackageVersion[] =>
  component === null
    ? []
    : fixingVersions(purlTypeOf(component), versions)
        .slice(0, MOST_ASKED)
        .map((version) => ({ component, version }));

/** Upgrades alone name a version; it follows from the versions that each finding says fix it. */
async function describeUpgrades(tx: Tx, fixIds: readonly string[]): Promise<void> {
  const { rows } = await sql<FixMembers & { id: string; to_version: string | null }>`
    select x.id, x.kind, x.title, x.component, x.to_version,
      jsonb_agg(jsonb_build_object('version', f.version, 'fixedVersions', f.fixed_versions)) as versions
    from fix x join finding f on f.fix_id = x.id and f.state in ('open', 'reopened')
    where x.id = any(${fixIds}::uuid[]) and x.kind = 'upgrade' and x.state = 'open'
    group by x.id`.execute(tx);
  const advised = await advisedVersions(tx, rows.flatMap(versionsToAsk));
  const changed = rows.flatMap((row) => {
    const next = describeFix(row, advised.get(row.component ?? ''));
    const same = next.title === row.title && next.toVersion === row.to_version;
    return same ? [] : [{ id: row.id, title: next.title, to_version: next.toVersion }];
  });
  if (changed.length === 0) return;
  await sql`update fix x set title = u.title, to_version = u.to_version
    from jsonb_populate_recordset(null::fix, ${JSON.stringify(changed)}::jsonb) u where x.id = u.id`.execute(
    tx,
  );
}
