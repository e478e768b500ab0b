import { type RawBuilder, sql } from 'kysely';

/** Whether it is over: what is open stands first in every list. Of `finding f`, in the words of the indexes. */
export const CLOSED: RawBuilder<boolean> = sql<boolean>`(f.state in ('fixed', 'excepted'))`;

/** The Monday, in UTC, of the week in which it was opened. */
const WEEK = sql`to_char(date_trunc('week', f.opened_at at time zone 'UTC'), 'YYYY-MM-DD')`;

/** What filters ask of `finding f` of the stream `s`, as words; `finding_facet` keeps them. */
export const TAGS: RawBuilder<string[]> = sql<string[]>`array_remove(array[
  case when ${CLOSED} then 'closed/' else 'open/' end || f.priority, 'severity/' || f.severity, 'kind/' || f.kind,
  'phase/' || f.phase, 'tool/' || s.tool, 'rule/' || f.rule_id, 'team/' || f.owner_team_id, 'week/' || ${WEEK},
  'scan/' || f.changed_scan_id, 'state/' || case when f.state = 'reopened' then 'open' else f.state end,
  case when f.exploited then 'exploited' end, case when f.unowned then 'unowned' end,
  case when f.exception_id is not null then 'exception' end], null)`;

/** Findings that stand together in the order: within, they go by date and id. */
export interface Group {
  closed: boolean;
  /** 0 = P0. */
  priority: number;
}

export const groupTag = ({ closed, priority }: Group): string => `${closed ? 'closed' : 'open'}/${priority}`;

const DAY_MS = 86_400_000;
const MONDAY_MS = 4 * DAY_MS;
/** More weeks than that hold so much that walking finds it. */
const MOST_WEEKS = 60;

/** The weeks from a moment until now, as tags; null = too many to help. */
export function weekTags(since: Date, now: Date): string[] | null {
  const tags: string[] = [];
  // 1970-01-05 was a Monday. One week more: a tool's clock may be ahead of ours.
  const first = Math.floor((since.getTime() - MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY_MS;
  for (let at = first; at <= now.getTime() + 7 * DAY_MS; at += 7 * DAY_MS) {
    if (tags.length === MOST_WEEKS) return null;
    tags.push(`week/${new Date(at).toISOString().slice(0, 10)}`);
  }
  return tags;
}
