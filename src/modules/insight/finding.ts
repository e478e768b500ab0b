import { type Kysely, sql } from 'kysely';
import type { Finding } from '../../contract/findings.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import type { Phase } from '../../kernel/phase.ts';
import { rowAndCorrelation } from '../findings/public.ts';
import { type BaseState, baseWords, type Detail, shortName } from '../findings/pure.ts';
import type { DB } from '../schema.gen.ts';
import { sentence } from './sentence.ts';

interface Row {
  id: string;
  phase: Phase;
  end_line: number | null;
  snippet: string | null;
  message: string | null;
  fixed_versions: string[] | null;
  exploited: boolean;
  detail: Detail | null;
  opened_at: Date;
  opened_scan_id: string | null;
  tool: string;
  owned: string[];
  owner_source: string | null;
  urgent: string[];
  policy: string | null;
  queue: string;
  channel: string | null;
  oncall: string | null;
  closed_how: Finding['closedHow'];
  absent_since: Date | null;
  on_default: boolean;
  default_branch: string | null;
  rule: Finding['rule'] | null;
  fix: { id: string; title: string; openFindings: number } | null;
  base: BaseState | null;
  ticket: { id: string; queue: string; number: number; state: string } | null;
  finder: { name: string; evidence: string | null } | null;
}

/** Of a history longer than anybody reads, the first and the newest. */
const MOST_EVENTS = 500;

/** Branches come and go for years; the newest are what a page tells. */
const MOST_INTERVALS = 200;

/** Everything one page tells of a finding: what, where, whose and why, how urgent and why, what happened. */
export async function findingPage(db: Kysely<DB>, publicId: string, now: Date): Promise<Finding> {
  const id = fromPublicId('finding', publicId);
  const row = id ? await load(db, id) : undefined;
  if (!id || !row) throw new AppError('LK-NOT-FOUND', `there is no finding ${publicId}`);
  const [{ row: shown, correlation }, history, presence] = await Promise.all([
    rowAndCorrelation(db, id),
    historyOf(db, row),
    presenceOf(db, id),
  ]);
  const detail = row.detail ?? {};
  const { queue, channel, oncall } = row;
  return {
    ...shown,
    sentence: sentence(
      shown,
      { exploited: row.exploited, component: shown.component && shortName(shown.component) },
      now,
    ),
    phase: row.phase,
    endLine: row.end_line,
    snippet: row.snippet,
    message: row.message,
    fixedVersions: row.fixed_versions ?? [],
    score: detail.score ?? null,
    vectors: detail.vectors ?? [],
    epss: detail.epss ?? null,
    exploited: row.exploited,
    web: detail.web ?? null,
    resource: detail.resource ? definedOf(detail.resource) : null,
    rule: row.rule ?? { key: '', name: null, description: null, help: null, url: null, cwes: [], links: [] },
    ownership: { source: row.owner_source, because: row.owned },
    decision: { because: row.urgent, policy: row.policy ?? '' },
    contact: { queue, channel, oncall },
    closedHow: row.closed_how,
    absentSince: row.absent_since?.toISOString() ?? null,
    defaultBranch:
      row.default_branch === null ? null : { branch: row.default_branch, present: row.on_default },
    presence,
    finder: row.finder,
    fix: row.fix && {
      ...row.fix,
      id: toPublicId('fix', row.fix.id),
      because: row.base && baseWords(row.base),
    },
    ticket: row.ticket && {
      id: toPublicId('ticket', row.ticket.id),
      key: `${row.ticket.queue}-${row.ticket.number}`,
      state: row.ticket.state,
    },
    correlation,
    history,
  };
}

async function load(db: Kysely<DB>, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select f.id, f.phase, f.end_line, f.snippet, f.message, f.fixed_versions, f.exploited, f.detail, f.closed_how,
      f.absent_since, f.on_default, g.default_branch,
      f.opened_at, f.opened_scan_id, f.tool, o.because as owned, o.source as owner_source, d.because as urgent,
      d.source as policy, t.queue, t.channel, t.oncall,
      case when r.id is not null then json_build_object('key', r.key, 'name', r.name, 'description', r.description,
        'help', r.help, 'url', r.url, 'cwes', r.cwes, 'links', r.links) end as rule,
      case when x.id is not null then json_build_object('id', x.id, 'title', x.title, 'openFindings', x.open_findings) end as fix,
      case when b.fix_id is not null then json_build_object('key', b.key, 'owner', bt.name, 'waits', b.waits) end as base,
      case when k.id is not null then json_build_object('id', k.id, 'queue', k.queue, 'number', k.number, 'state', k.state) end as ticket,
      case when p.finding_id is not null then json_build_object('name', p.name, 'evidence', p.evidence) end as finder
    from v_findings_finding f
    join v_findings_reason o on o.id = f.owner_reason_id
    join v_findings_reason d on d.id = f.decision_reason_id
    join v_organisation_team t on t.id = f.owner_team_id
    left join v_organisation_repository g on g.id = f.repository_id
    left join v_findings_rule r on r.id = f.rule_id
    left join v_findings_fix x on x.id = f.fix_id
    left join v_findings_fix_base b on b.fix_id = f.fix_id
    left join v_organisation_team bt on bt.id = b.owner_team_id
    left join v_tickets_ticket k on k.fix_id = f.fix_id
    left join v_findings_finder p on p.finding_id = f.id
    where f.id = ${id}`.execute(db);
  return rows[0];
}

async function historyOf(db: Kysely<DB>, row: Row): Promise<Finding['history']> {
  const events = await db
    .selectFrom('v_findings_event')
    .select(['at', 'kind', 'actor', 'scan_id', 'note'])
    .where('finding_id', '=', row.id)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_EVENTS)
    .execute();
  const opened = {
    at: row.opened_at,
    kind: 'opened',
    actor: row.finder ? `reported by ${row.finder.name}` : `scan by ${row.tool}`,
    scan_id: row.opened_scan_id,
    note: null,
  };
  return [opened, ...events.toReversed()].map(({ at, kind, actor, scan_id, note }) => ({
    at: at.toISOString(),
    kind,
    actor,
    scan: scan_id && toPublicId('scan', scan_id),
    note,
  }));
}

async function presenceOf(db: Kysely<DB>, id: string): Promise<Finding['presence']> {
  const rows = await db
    .selectFrom('v_findings_presence')
    .select(['branch', 'release', 'present', 'since', 'until'])
    .where('finding_id', '=', id)
    .orderBy('since', 'desc')
    .orderBy('branch')
    .limit(MOST_INTERVALS)
    .execute();
  return rows.map((row) => ({
    ...row,
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
  }));
}

const definedOf = (resource: object): Record<string, string | number> =>
  Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== undefined && value !== null));
