import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { OPEN_SPLITS } from '../../../contract/insights/choices.ts';
import type { OpenAnswer } from '../../../contract/insights/open.ts';
import type { Priority } from '../../../kernel/decision.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { openInsight } from '../../api/insights.ts';
import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import type { TableOf } from '../../ui/charts/figure-table.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { ACCENT, categoryLook, type Look, OTHERS, priorityLook, QUIET } from '../../ui/charts/looks.ts';
import { Multiples } from '../../ui/charts/multiples.tsx';
import { TrendChart, type TrendSeries } from '../../ui/charts/trend-chart.tsx';
import { capitalised, number } from '../../ui/format.ts';
import { without } from './filter-words.ts';
import { findingsLink } from './findings-link.ts';
import { formulaParts } from './formula-parts.ts';
import { AddMarker } from './markers/add-marker.tsx';
import { MarkNotes } from './markers/mark-notes.tsx';
import { NothingCounted } from './nothing-counted.tsx';
import { flowSentence } from './number-words.ts';
import { pictureMarks } from './picture-marks.ts';
import { useInsights } from './use-insights.ts';

const findingsIn = (count: number) => t('{count, plural, one {# finding} other {# findings}}', { count });
const SPLITS = OPEN_SPLITS.map((value) => ({ value, label: t('By {value}', { value }) }));

const isPriority = (key: string): key is Priority => (PRIORITIES as readonly string[]).includes(key);
const lookOf = (key: string | null, index: number): Look => {
  if (key === null) return OTHERS;
  return isPriority(key) ? priorityLook(key) : categoryLook(index);
};

/** The areas of the picture; what first looks brought lies on top of them, apart. */
function areasOf({ series, firstLooks, split }: OpenAnswer): TrendSeries[] {
  const named = series.map(({ key, name, open }, index) => ({
    key: key ?? ' others',
    label: split === 'kind' ? capitalised(name) : name,
    look: lookOf(key, index),
    values: open,
  }));
  if (!firstLooks?.open.some((open) => open > 0)) return named;
  return [...named, { key: ' first', label: t('First looks'), look: QUIET, values: firstLooks.open }];
}

const tableOf = (caption: string, weeks: readonly string[], series: readonly TrendSeries[]): TableOf => ({
  caption,
  columns: [{ name: t('Week of') }, ...series.map(({ label }) => ({ name: label }))],
  rows: weeks
    .map((week, index) => ({
      key: week,
      cells: [week, ...series.map(({ values }) => number(values[index] ?? 0))],
    }))
    .reverse(),
});

function OpenOverTime({ answer, csv, busy, notes }: FigureOf) {
  const { search, set, filter } = useInsights();
  const areas = areasOf(answer);
  return (
    <Figure
      title={answer.sentence}
      formula={formulaParts(answer.formula, ['open', 'firstLooks', 'introduction'])}
      table={tableOf(t('Open findings at the end of each week'), answer.weeks, areas)}
      csv={csv}
      file="open-findings"
      notes={[...answer.notes, ...notes]}
      list={findingsLink(filter)}
      busy={busy}
      choices={
        <>
          <Select
            aria-label={t('Split')}
            size="xs"
            w={124}
            allowDeselect={false}
            value={search.split ?? 'priority'}
            onChange={(split) => set({ split: split as InsightSearch['split'] })}
            data={SPLITS}
          />
          <AddMarker />
        </>
      }
    >
      <TrendChart
        label={t('Open findings at the end of each week')}
        at={answer.weeks}
        series={areas}
        marks={pictureMarks(answer.marks)}
        unit={findingsIn}
        stacked
      />
      {answer.split !== 'priority' && answer.series.length > 1 && (
        <Multiples
          label={t('Open findings, each {split} by itself', { split: answer.split })}
          items={answer.series.map(({ key, name, open }) => ({
            key: key ?? ' others',
            name,
            values: open,
            words: t('{at, plural, one {# finding} other {# findings}}, {open, number} at first', {
              at: open.at(-1) ?? 0,
              open: open[0] ?? 0,
            }),
          }))}
        />
      )}
    </Figure>
  );
}

function OpenedAndFixed({ answer, csv, busy }: FigureOf) {
  const { total, firstLooks } = answer;
  const lines: TrendSeries[] = [
    { key: 'opened', label: t('Opened'), look: categoryLook(1), values: total.opened },
    { key: 'fixed', label: t('Fixed'), look: ACCENT, values: total.fixed },
    { key: 'excepted', label: t('Excepted'), look: categoryLook(2), values: total.excepted },
    ...(firstLooks
      ? [{ key: 'first', label: t('First looks'), look: QUIET, values: firstLooks.opened }]
      : []),
  ].filter(({ key, values }) => key === 'opened' || key === 'fixed' || values.some((value) => value > 0));
  return (
    <Figure
      title={flowSentence(total.opened, total.fixed)}
      formula={formulaParts(answer.formula, ['opened', 'fixed', 'excepted', 'firstLooks'])}
      table={tableOf(t('Opened and fixed in each week'), answer.weeks, lines)}
      csv={csv}
      file="opened-and-fixed"
      choices={<AddMarker />}
      busy={busy}
    >
      <TrendChart
        label={t('Findings opened and fixed in each week')}
        at={answer.weeks}
        series={lines}
        marks={pictureMarks(answer.marks)}
        unit={findingsIn}
      />
    </Figure>
  );
}

interface FigureOf {
  answer: OpenAnswer;
  csv: string;
  busy: boolean;
  notes: readonly string[];
}

const isEmpty = ({ total, firstLooks }: OpenAnswer) =>
  ![total, firstLooks].some((flow) => flow && [...flow.open, ...flow.opened].some((each) => each > 0));

/** What was open, and what came and went: two pictures of one answer, with all that happened meanwhile. */
export function OpenFigures() {
  const { search, filter } = useInsights();
  const { asked, notes } = without(filter, 'severity');
  const { csv, ...options } = openInsight({ ...asked, split: search.split });
  const query = useQuery(options);
  const busy = query.isPlaceholderData;
  return (
    <Answered
      query={query}
      waiting={
        <>
          <FigureWaiting />
          <FigureWaiting />
        </>
      }
    >
      {(answer) =>
        isEmpty(answer) ? (
          <NothingCounted asOf={answer.asOf} />
        ) : (
          <>
            <OpenOverTime answer={answer} csv={csv} busy={busy} notes={notes} />
            <MarkNotes marks={answer.marks} />
            <OpenedAndFixed answer={answer} csv={csv} busy={busy} notes={notes} />
          </>
        )
      }
    </Answered>
  );
}
