import { type Kysely, sql } from 'kysely';
import { type BulkSelection, MOST_AT_ONCE } from '../../../contract/bulk.ts';
import { findingFilter } from '../../../contract/finding-filter.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { Place } from '../../access/public.ts';
import { allIds, type objectionToClosing } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';

type Closable = Parameters<typeof objectionToClosing>[0];

/** What deciding about one finding needs. */
export interface ChosenFinding extends Closable {
  id: string;
  teamId: string;
  finderId: string | null;
  /** The same person says so now. */
  saidNotUseful: boolean;
  /** An exception waits for an answer. */
  asked: boolean;
}

/** @throws AppError LK-VALIDATION for what is no id or no filter */
export async function chosenIds(
  db: Kysely<DB>,
  selection: BulkSelection,
  now: Date,
): Promise<{ ids: string[]; more: boolean }> {
  if ('ids' in selection) {
    const ids = selection.ids.map((text) => {
      const id = fromPublicId('finding', text);
      if (!id) throw new AppError('LK-VALIDATION', `“${text}” is not the id of a finding`);
      return id;
    });
    return { ids: [...new Set(ids)], more: false };
  }
  const filter = findingFilter.safeParse(selection.filter);
  if (!filter.success) {
    const { path, message } = filter.error.issues[0]!;
    throw new AppError('LK-VALIDATION', `of.filter.${path.join('.')}: ${message}`);
  }
  const ids: string[] = [];
  for await (const piece of allIds(db, filter.data, now, { most: MOST_AT_ONCE + 1, page: 2_000 }))
    ids.push(...piece);
  return { ids: ids.slice(0, MOST_AT_ONCE), more: ids.length > MOST_AT_ONCE };
}

export async function loadChosen(
  db: Kysely<DB>,
  ids: readonly string[],
  saidNotUseful: (id: string) => boolean,
): Promise<ChosenFinding[]> {
  const { rows } = await sql<Omit<ChosenFinding, 'saidNotUseful'>>`
    select f.id, f.kind, f.state, f.closed_how as "closedHow", f.owner_team_id as "teamId", p.person_id as "finderId",
      e.finding_id is not null as asked
    from v_findings_finding f
    left join v_findings_finder p on p.finding_id = f.id
    left join (select distinct finding_id from v_findings_exception where state = 'asked' and scope = 'finding') e
      on e.finding_id = f.id
    where f.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows.map((row) => ({ ...row, saidNotUseful: saidNotUseful(row.id) }));
}

/** Where each team's findings belong: to the team, its unit and all units above. */
export async function placesOfTeams(db: Kysely<DB>): Promise<(teamId: string) => Place> {
  const { rows } = await sql<{ id: string; units: string[] | null }>`
    with recursive above as (
      select t.id as team_id, u.id, u.parent_id from v_organisation_team t join v_organisation_unit u on u.key = t.unit_key
      union select a.team_id, u.id, u.parent_id from above a join v_organisation_unit u on u.id = a.parent_id
    )
    select team_id as id, array_agg(id) as units from above group by 1`.execute(db);
  const units = new Map(rows.map((row) => [row.id, row.units ?? []]));
  return (teamId) => ({ teams: [teamId], units: units.get(teamId) ?? [], personId: null });
}
