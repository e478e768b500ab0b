import type { TeamCourse } from '../../../contract/meetings.ts';
import { t } from '../../texts/t.ts';
import type { DeadlineColumn } from '../../ui/charts/dot-stack.ts';

type Deadline = TeamCourse['deadlines'][number];

const sumOf = (counts: Record<string, number> | undefined): number =>
  Object.values(counts ?? {}).reduce((sum, open) => sum + open, 0);

/** "31 open findings, 4 fewer than 12 weeks ago." */
export function openSentence(weeks: TeamCourse['weeks']): string {
  const [first, last] = [sumOf(weeks[0]?.openByPriority), sumOf(weeks.at(-1)?.openByPriority)];
  const open = t('{last, plural, one {# open finding} other {# open findings}}', { last });
  const ago = t('{value} weeks ago', { value: weeks.length - 1 });
  if (last === first)
    return last === 0 ? t('Nothing is open.') : t('{open}, as many as {ago}.', { open, ago });
  return t('{open}, {abs, number} {value} than {ago}.', {
    open,
    abs: Math.abs(last - first),
    value: last < first ? t('fewer') : t('more'),
    ago,
  });
}

/** "18 of 20 dates were met in 90 days; 3 to come." */
export function deadlineSentence(deadlines: readonly Deadline[]): string {
  const past = deadlines.filter(({ became }) => became !== 'coming');
  const met = past.filter(({ became }) => became === 'met').length;
  const coming = deadlines.length - past.length;
  const next = t('{coming, number} to come', { coming });
  if (past.length === 0) return t('No date has passed in 90 days; {next}.', { next });
  return t(
    '{met, number} of {count, plural, one {# date} other {# dates}} {count, plural, one {was} other {were}} met in 90 days; {next}.',
    { met, count: past.length, next },
  );
}

/** What became of a date, as the picture tells it apart. */
function stateOf({ became, closedAt }: Deadline): 'met' | 'late' | 'overdue' | 'toCome' {
  if (became === 'met') return 'met';
  if (became === 'coming') return 'toCome';
  return closedAt === null ? 'overdue' : 'late';
}

const WORDS = { met: t('in time'), late: t('late'), overdue: t('overdue'), toCome: t('to come') } as const;
export const becameWords = (deadline: Deadline): string => WORDS[stateOf(deadline)];

const DAY_MS = 86_400_000;

/** Monday of the week that a day lies in, in UTC. */
function mondayOf(at: number): string {
  const days = Math.floor(at / DAY_MS);
  return new Date((days - ((days + 3) % 7)) * DAY_MS).toISOString().slice(0, 10);
}

/** The weeks from 90 days before now until 30 after, none left out, with the dates that lie in each. */
export function deadlineColumns(deadlines: readonly Deadline[], now: Date): DeadlineColumn[] {
  const columns = new Map<string, DeadlineColumn>();
  for (let day = -90; day <= 30; day++) {
    const at = mondayOf(now.getTime() + day * DAY_MS);
    if (!columns.has(at)) columns.set(at, { at, met: 0, late: 0, overdue: 0, toCome: 0 });
  }
  for (const deadline of deadlines) {
    const column = columns.get(mondayOf(Date.parse(deadline.dueAt)));
    if (column) column[stateOf(deadline)]++;
  }
  return [...columns.values()];
}
