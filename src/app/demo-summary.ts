import Table from 'cli-table3';
import type { Kysely } from 'kysely';
import type { Io } from '../cli/io.ts';
import { intakeByTool, openTickets, summarise, unownedTargets } from '../modules/insight/public.ts';
import type { DB } from '../modules/schema.gen.ts';

/** No line between rows: the table is read as a list. */
const COMPACT = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** Tickets named in the summary; the page has them all. */
const NAMED = 15;

/** What came in, what it became, who got which ticket by when and why, and what has no owner. */
export async function printSummary(db: Kysely<DB>, now: Date, io: Io): Promise<void> {
  const [totals, tools, tickets, unowned] = await Promise.all([
    summarise(db),
    intakeByTool(db),
    openTickets(db),
    unownedTargets(db),
  ]);
  const draw = (head: string[], rows: (string | number)[][], colWidths?: number[]) => {
    const style = io.color ? { head: ['cyan'] } : { head: [], border: [] };
    const table = new Table({ head, style, chars: COMPACT, wordWrap: true, ...(colWidths && { colWidths }) });
    table.push(...rows);
    io.out(table.toString());
  };

  io.out('\nWhat came in');
  draw(
    ['tool', 'reports', 'results', 'new', 'fixed', 'reopened'],
    tools.map(({ tool, reports, results, opened, fixed, reopened }) => [
      tool,
      reports,
      results,
      opened,
      fixed,
      reopened,
    ]),
  );
  io.out(
    `\nWhat it became: ${totals.observations} results in ${totals.reports} reports of ${totals.repositories} repositories -> ` +
      `${totals.findings} findings (${totals.correlated} told by more than one tool) -> ${totals.fixes} fixes -> ` +
      `${totals.tickets.length} open tickets.`,
  );

  io.out(
    `\nWho does what, by when, and why (the first ${Math.min(NAMED, tickets.length)} of ${tickets.length})`,
  );
  // The last two reasons say the priority and the date; the page tells the whole trail.
  draw(
    ['owner', 'ticket', '', 'due', 'because'],
    tickets
      .slice(0, NAMED)
      .map((ticket) => [
        ticket.owner,
        ticket.title,
        ticket.priority,
        dueWords(ticket.dueAt, now),
        ticket.because.slice(-2).join('; '),
      ]),
    [20, 46, 5, 14, 46],
  );

  io.out(`\nWhat has no owner: ${unowned.findings} findings`);
  if (unowned.repositories.length > 0) {
    draw(
      ['where', 'findings', 'taken care of by', 'because'],
      unowned.repositories.map(({ target, findings, queue, because }) => [
        target.key,
        findings,
        queue,
        because.join('; '),
      ]),
      [32, 10, 18, 60],
    );
  }
  io.out('');
}

function dueWords(dueAt: string | null, now: Date): string {
  if (!dueAt) return 'no date';
  const days = Math.floor((Date.parse(dueAt) - now.getTime()) / 86_400_000);
  if (days < 0) return `${-days} d overdue`;
  return days === 0 ? 'today' : `in ${days} d`;
}
