import { type Kysely, sql } from 'kysely';
import type { Fix } from '../../contract/fixes.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { fixFacts, remedy, risk } from '../tickets/public.ts';
import { fixSentence } from './sentence.ts';

interface Row extends Pick<Fix, 'kind' | 'title' | 'state' | 'unowned' | 'component'> {
  target_id: string;
  target_kind: Fix['target']['kind'];
  target_key: string;
  team_key: string;
  team_name: string;
  priority: number;
  due_at: Date | null;
  to_version: string | null;
  state_because: string | null;
  opened_at: Date;
  closed_at: Date | null;
  claimed_at: Date | null;
  open: number;
  exploited: number;
  closed: number;
  versions: string[] | null;
  ticket: { id: string; queue: string; number: number; state: string } | null;
}

/** Everything one page tells of a fix: what to change, what it buys, what it may break, whose, by when. */
export async function fixPage(db: Kysely<DB>, publicId: string, now: Date): Promise<Fix> {
  const id = fromPublicId('fix', publicId);
  const row = id ? await load(db, id) : undefined;
  if (!id || !row) throw new AppError('LK-NOT-FOUND', `there is no fix ${publicId}`);
  const { kind, title, state, unowned, component, exploited } = row;
  const [facts, waiting] = await Promise.all([
    fixFacts(db, { id, component, toVersion: row.to_version }),
    waitingFor(db, id, row),
  ]);
  const known = { kind, component, toVersion: row.to_version, fromVersions: row.versions ?? [], ...facts };
  const shown = {
    state,
    unowned,
    exploited,
    openFindings: row.open,
    closedFindings: row.closed,
    priority: PRIORITIES[row.priority] ?? 'P4',
    dueAt: row.due_at?.toISOString() ?? null,
  };
  return {
    ...shown,
    id: toPublicId('fix', id),
    kind,
    title,
    sentence: fixSentence({ ...shown, owner: row.team_name }, now),
    stateBecause: row.state_because,
    target: { kind: row.target_kind, key: row.target_key },
    owner: { key: row.team_key, name: row.team_name },
    component,
    fromVersions: known.fromVersions,
    toVersion: row.to_version,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    claimedAt: row.claimed_at?.toISOString() ?? null,
    steps: remedy(known),
    mayBreak: risk(known),
    ownership: { because: facts.owned },
    decision: { because: facts.urgent, policy: facts.policy ?? '' },
    ticket: row.ticket && {
      id: toPublicId('ticket', row.ticket.id),
      key: `${row.ticket.queue}-${row.ticket.number}`,
      state: row.ticket.state,
    },
    waitsFor: facts.base && { image: facts.base.key, owner: facts.base.owner, open: facts.base.waits },
    waiting,
  };
}

/** Counted here, not taken from the row: a page says what is so now. */
async function load(db: Kysely<DB>, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select x.kind, x.title, x.state, x.unowned, x.component, x.target_id, x.target_kind, x.target_key,
      t.key as team_key, t.name as team_name, x.priority, x.due_at, x.to_version, x.state_because, x.opened_at,
      x.closed_at, x.claimed_at, m.open, m.exploited, m.closed, m.versions,
      case when k.id is not null then json_build_object('id', k.id, 'queue', k.queue, 'number', k.number, 'state', k.state) end as ticket
    from v_findings_fix x
    join v_organisation_team t on t.id = x.owner_team_id
    left join v_tickets_ticket k on k.fix_id = x.id
    cross join lateral (
      select count(distinct coalesce(f.lead_id, f.id)) filter (where f.state in ('open', 'reopened'))::int as open,
        count(distinct coalesce(f.lead_id, f.id)) filter (where f.state in ('open', 'reopened') and f.exploited)::int as exploited,
        count(*) filter (where f.state = 'fixed')::int as closed,
        array_agg(distinct f.version order by f.version)
          filter (where f.version is not null and (f.state in ('open', 'reopened') or x.state = 'closed')) as versions
      from v_findings_finding f where f.fix_id = x.id
    ) m
    where x.id = ${id}`.execute(db);
  return rows[0];
}

/** Fixes of images built on this one's: their owners are told to wait. */
async function waitingFor(db: Kysely<DB>, id: string, { kind, target_id }: Row): Promise<Fix['waiting']> {
  if (kind !== 'base-image' && kind !== 'upgrade') return [];
  const { rows } = await sql<{ id: string; title: string; key: string; name: string }>`
    select x.id, x.title, t.key, t.name from v_findings_fix x
    join v_organisation_team t on t.id = x.owner_team_id
    where x.base_target_id = ${target_id} and x.state = 'open' and x.id <> ${id}
    order by x.priority, x.title limit 20`.execute(db);
  return rows.map(({ id: other, title, key, name }) => ({
    id: toPublicId('fix', other),
    title,
    owner: { key, name },
  }));
}
