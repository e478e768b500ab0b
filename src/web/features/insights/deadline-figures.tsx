import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { DEADLINE_GROUPS } from '../../../contract/insights/choices.ts';
import type { DeadlinesAnswer } from '../../../contract/insights/deadlines.ts';
import { deadlinesInsight } from '../../api/insights.ts';
import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DeadlineDots } from '../../ui/charts/deadline-dots.tsx';
import { DotInterval } from '../../ui/charts/dot-interval.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import type { TableOf } from '../../ui/charts/figure-table.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { capitalised, number, percent } from '../../ui/format.ts';
import { without } from './filter-words.ts';
import { findingsLink } from './findings-link.ts';
import { formulaParts } from './formula-parts.ts';
import { intervalWords } from './number-words.ts';
import { useInsights } from './use-insights.ts';

interface FigureOf {
  answer: DeadlinesAnswer;
  csv: string;
  busy: boolean;
  notes: readonly string[];
}

const GROUPS = DEADLINE_GROUPS.map((value) => ({ value, label: t('By {value}', { value }) }));

type Counts = DeadlinesAnswer['total'];
const tableOf = (
  first: string,
  rows: readonly (Counts & { key: string | null; name: string })[],
): TableOf => ({
  caption: t('Deadlines by {toLowerCase}', { toLowerCase: first.toLowerCase() }),
  columns: [
    { name: first },
    { name: t('Met') },
    { name: t('Late') },
    { name: t('Overdue') },
    { name: t('To come') },
    { name: t('Share met') },
    { name: t('Interval') },
  ],
  rows: rows.map(({ key, name, met, late, overdue, toCome, share }) => ({
    key: key ?? name,
    cells: [
      name,
      ...[met, late, overdue, toCome].map(number),
      share.share === null ? '–' : percent(share.share),
      intervalWords(share),
    ],
  })),
});

function OverTime({ answer, csv, busy, notes }: FigureOf) {
  const { filter } = useInsights();
  return (
    <Figure
      title={answer.sentence}
      formula={formulaParts(answer.formula, ['due', 'dueMet'])}
      table={tableOf(
        capitalised(answer.per),
        answer.periods.map((each) => ({ ...each, key: each.at, name: each.at })),
      )}
      csv={csv}
      file="deadlines"
      notes={[...answer.notes, ...notes]}
      list={findingsLink(filter)}
      busy={busy}
    >
      <DeadlineDots
        label={t('Deadlines by {per}: in time, late, overdue, to come', { per: answer.per })}
        columns={answer.periods}
        step={answer.per}
      />
    </Figure>
  );
}

function Groups({ answer, csv, busy }: FigureOf) {
  const { search, set, filter } = useInsights();
  const { total, groups, by } = answer;
  const linkOf = (key: string | null) =>
    key !== null && by !== 'unit' ? findingsLink({ ...filter, [by]: key }) : undefined;
  return (
    <Figure
      title={
        total.share.of === 0
          ? t('No date has passed yet, so none was met or missed.')
          : t('{n, number} of {of, number} dates were met, by {by}:', {
              n: total.share.n,
              of: total.share.of,
              by,
            })
      }
      formula={formulaParts(answer.formula, ['dueMet'])}
      table={tableOf(capitalised(by), groups)}
      csv={csv}
      file={`deadlines-by-${by}`}
      busy={busy}
      choices={
        <Select
          aria-label={t('Deadlines by')}
          size="xs"
          w={124}
          allowDeselect={false}
          value={search.dueBy ?? 'priority'}
          onChange={(dueBy) => set({ dueBy: dueBy as InsightSearch['dueBy'] })}
          data={GROUPS}
        />
      }
    >
      <DotInterval
        label={t('Share of deadlines met, by {by}', { by })}
        top={1}
        format={percent}
        beside={
          total.share.share === null ? undefined : { value: total.share.share, label: t('all together') }
        }
        rows={groups.map(({ key, name, share }) => ({
          key: key ?? name,
          name,
          link: linkOf(key),
          value: share.share,
          low: share.low,
          high: share.high,
          words:
            share.of === 0
              ? t('none due yet')
              : t('{n, number} of {of, number}', { n: share.n, of: share.of }),
        }))}
      />
    </Figure>
  );
}

/** Which dates were met: over time, and by priority, tool, team or unit. */
export function DeadlineFigures() {
  const { search, filter } = useInsights();
  const { asked, notes } = without(filter, 'kind', 'severity');
  const { csv, ...options } = deadlinesInsight({ ...asked, by: search.dueBy });
  const query = useQuery(options);
  return (
    <Answered query={query} waiting={<FigureWaiting height={180} />}>
      {(answer) => (
        <>
          <OverTime answer={answer} csv={csv} busy={query.isPlaceholderData} notes={notes} />
          <Groups answer={answer} csv={csv} busy={query.isPlaceholderData} notes={notes} />
        </>
      )}
    </Answered>
  );
}
