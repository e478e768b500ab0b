import { useQuery } from '@tanstack/react-query';
import type { TeamCourse as Told } from '../../../contract/meetings.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { courseQuery } from '../../api/home.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DeadlineDots } from '../../ui/charts/deadline-dots.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { priorityLook } from '../../ui/charts/looks.ts';
import { TrendChart } from '../../ui/charts/trend-chart.tsx';
import { number, shortDay } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { becameWords, deadlineColumns, deadlineSentence, openSentence } from './course-words.ts';

function OpenByPriority({ told }: { told: Told }) {
  const weeks = told.weeks.map(({ week }) => week);
  const series = PRIORITIES.map((priority) => ({
    key: priority,
    label: priority,
    look: priorityLook(priority),
    values: told.weeks.map(({ openByPriority }) => openByPriority[priority]),
  }));
  return (
    <Figure
      title={openSentence(told.weeks)}
      formula={t(
        'Open findings at the end of each week (ISO, UTC), with today’s owners and priorities; a finding that came back counts as open throughout. A mark is the week in which a tool first told of this team.',
      )}
      file="open-by-priority"
      table={{
        caption: t('Open findings at the end of each week'),
        columns: [{ name: t('Week of') }, ...series.map(({ label }) => ({ name: label }))],
        rows: weeks
          .map((week, index) => ({
            key: week,
            cells: [week, ...series.map(({ values }) => number(values[index] ?? 0))],
          }))
          .reverse(),
      }}
    >
      <TrendChart
        label={t('Open findings by priority at the end of each week')}
        at={weeks}
        series={series}
        marks={told.introductions.map(({ tool, week }) => ({ at: week, label: tool, kind: 'tool' as const }))}
        unit={(findings) => t('{findings, plural, one {# finding} other {# findings}}', { findings })}
        stacked
      />
    </Figure>
  );
}

function Deadlines({ told }: { told: Told }) {
  const now = useNow();
  return (
    <Figure
      title={deadlineSentence(told.deadlines)}
      formula={t(
        'Tickets whose date lies within 90 days before and 30 after now: in time is closed by its date, late is closed after it.',
      )}
      file="deadlines"
      notes={told.more ? [t('There are more dates than are shown.')] : []}
      table={{
        caption: t('Tickets by their date'),
        columns: [{ name: t('Ticket') }, { name: t('Date') }, { name: t('What became of it') }],
        rows: told.deadlines
          .map((one) => ({
            key: one.key,
            cells: [`${one.key} ${one.title}`, shortDay(one.dueAt, now), becameWords(one)],
          }))
          .reverse(),
      }}
    >
      <DeadlineDots label={deadlineSentence(told.deadlines)} columns={deadlineColumns(told.deadlines, now)} />
    </Figure>
  );
}

/** How a team does over time: what is open, and which dates were met. */
export function TeamCourse({ team }: { team: string }) {
  const query = useQuery(courseQuery(team));
  return (
    <Answered query={query} waiting={<FigureWaiting />}>
      {(told) => (
        <>
          <OpenByPriority told={told} />
          {told.deadlines.length > 0 && <Deadlines told={told} />}
        </>
      )}
    </Answered>
  );
}
