import type { House } from '../../src/app/house.ts';
import { toPublicId } from '../../src/kernel/ids.ts';
import { getTicket } from '../../src/modules/tickets/queries.ts';
import type { Saying } from './people.ts';
import type { ChaosTracker, Standing } from './trackers.ts';

export interface ChaosResult {
  /** Tickets of ours that belong into a tracker. */
  planned: number;
  /** Of those, how many are there. */
  created: number;
  duplicates: number;
  lost: number;
  /** Acts that wait for a person. */
  parked: number;
  /** Title, date, state or comments are not what they should be. */
  mismatched: number;
}

interface Row {
  id: string;
  state: string;
  filing_id: string | null;
  /** Ours, which are told there. */
  comments: string[];
  /** Theirs, which stand here. */
  heard: string[];
}

const TICKETS = `
  select t.id, t.state, f.id as filing_id,
    array(select c.id::text from ticket_comment c where c.ticket_id = t.id and not exists (
      select from filing_comment k where k.filing_id = f.id and k.comment_id = c.id and k.direction = 'in')
      order by c.at, c.id) as comments,
    array(select c.text from ticket_comment c join filing_comment k on k.comment_id = c.id
      where k.filing_id = f.id and k.direction = 'in') as heard
  from ticket t left join filing f on f.ticket_id = t.id order by t.id`;

/** What stands in our tables against what stands in the trackers, which are read past their connectors. */
export async function compare(
  house: House,
  trackers: readonly ChaosTracker[],
  said: readonly Saying[],
  say: (line: string) => void,
): Promise<ChaosResult> {
  const { pool } = house.database;
  const { rows } = await pool.query<Row>(TICKETS);
  const { rows: acts } = await pool.query(`select last_error from outbox where state = 'parked'`);
  const standing = (await Promise.all(trackers.map((tracker) => tracker.standing()))).flat();
  const byMarker = Map.groupBy(standing, ({ marker }) => marker);
  const result = { planned: 0, created: 0, duplicates: 0, lost: 0, parked: acts.length, mismatched: 0 };
  for (const act of acts.slice(0, 5)) say(`parked: ${act.last_error}`);
  const known = new Set(rows.map(({ id }) => toPublicId('ticket', id)));
  for (const [marker, copies] of byMarker) {
    result.duplicates += copies.length - 1;
    if (copies.length > 1) say(`twice: ${marker} (${copies.map(({ id }) => id).join(', ')})`);
    if (!known.has(marker)) result.mismatched++;
  }
  for (const row of rows) {
    const [there] = byMarker.get(toPublicId('ticket', row.id)) ?? [];
    // What was closed before it was filed is not filed any more.
    if (!there && row.state === 'closed') continue;
    result.planned++;
    if (!there) {
      result.lost++;
      say(`lost: ${row.id} (${row.filing_id ? 'has a filing' : 'has no filing'})`);
      continue;
    }
    result.created++;
    const differences = await differs(house, row, there, said);
    if (differences.length > 0) result.mismatched++;
    for (const difference of differences) say(`${there.id}: ${difference}`);
  }
  return result;
}

async function differs(house: House, row: Row, there: Standing, said: readonly Saying[]): Promise<string[]> {
  const ticket = await getTicket(house.database.db, row.id, house.clock.now());
  const heard = said.filter(({ filingId }) => filingId === row.filing_id).map(({ text }) => text);
  const markers = row.comments.map((id) => `cmt_${id.replaceAll('-', '')}`);
  const wanted: [string, unknown, unknown][] = [
    ['title', ticket.title, there.title],
    ['due date', ticket.dueAt?.slice(0, 10) ?? null, there.dueOn],
    ['state', ticket.state === 'closed' ? 'done' : 'open', there.state],
    ['our comments', markers.toSorted(), there.comments.toSorted()],
    ['their comments', heard.toSorted(), row.heard.toSorted()],
  ];
  return wanted
    .filter(([, ours, theirs]) => JSON.stringify(ours) !== JSON.stringify(theirs))
    .map(([what, ours, theirs]) => `${what}: ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} there`);
}
