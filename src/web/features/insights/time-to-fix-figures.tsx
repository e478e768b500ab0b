import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FIX_GROUPS } from '../../../contract/insights/choices.ts';
import type { TimeToFixAnswer } from '../../../contract/insights/time-to-fix.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { timeToFixInsight } from '../../api/insights.ts';
import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { wholeDay } from '../../ui/charts/days.ts';
import { DotInterval } from '../../ui/charts/dot-interval.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { priorityLook } from '../../ui/charts/looks.ts';
import { StepChart } from '../../ui/charts/step-chart.tsx';
import { capitalised, number, percent } from '../../ui/format.ts';
import { without } from './filter-words.ts';
import { findingsLink } from './findings-link.ts';
import { formulaParts } from './formula-parts.ts';
import { curvesSentence, daysWords, intervalWords } from './number-words.ts';
import { useInsights } from './use-insights.ts';

interface FigureOf {
  answer: TimeToFixAnswer;
  csv: string;
  busy: boolean;
  notes: readonly string[];
}

const WITHIN = ['7', '14', '30', '90'].map((value) => ({
  value,
  label: t('Within {value} days', { value }),
}));
const GROUPS = FIX_GROUPS.map((value) => ({ value, label: t('By {value}', { value }) }));
/** Curves beyond a year are drawn to a year: the picture is about deadlines. */
const MOST_DAYS = 365;
type Curve = TimeToFixAnswer['curves'][number];

/** What holds at the last step holds as far as anything is known. */
function knownTo(points: Curve['points'], until: number | null): Curve['points'] {
  const last = points.at(-1);
  return last && until !== null && until > last.days ? [...points, { ...last, days: until }] : points;
}

/** Months before anything was opened say nothing. */
const fromFirst = (groups: TimeToFixAnswer['within']['groups']) =>
  groups.slice(
    Math.max(
      0,
      groups.findIndex(({ at, share, waiting }) => at === null || share.of + waiting > 0),
    ),
  );

function Curves({ answer, csv, busy, notes }: FigureOf) {
  const { curves, within } = answer;
  const last = Math.max(30, ...curves.map(({ until }) => until ?? 0));
  return (
    <Figure
      title={curvesSentence(curves)}
      formula={formulaParts(answer.formula, ['survival', 'median', 'p90'])}
      table={{
        caption: t('Time to fix by priority'),
        columns: [
          { name: t('Priority') },
          { name: t('Opened') },
          { name: t('Fixed') },
          { name: t('Open') },
          { name: t('Half of them after') },
          { name: t('Nine of ten after') },
        ],
        rows: curves.map(({ priority, n, fixed, open, median, p90 }) => ({
          key: priority,
          cells: [priority, number(n), number(fixed), number(open), daysWords(median), daysWords(p90)],
        })),
      }}
      csv={csv}
      file="time-to-fix"
      notes={[...answer.notes, ...notes]}
      busy={busy}
    >
      <StepChart
        label={t('Share fixed after so many days, by priority')}
        days={Math.min(MOST_DAYS, last)}
        limits={[{ day: within.days, label: t('{days} days', { days: within.days }) }]}
        curves={curves.map(({ priority, n, points, until }) => ({
          key: priority,
          label: t('{priority}, of {n, number}', { priority, n }),
          look: priorityLook(priority),
          // Told as what is done: up is good, and "within 14 days" can be read off.
          points: knownTo(points, until).map(({ days, open, low, high }) => ({
            day: days,
            share: 1 - open,
            low: 1 - high,
            high: 1 - low,
          })),
        }))}
      />
    </Figure>
  );
}

function Within({ answer, csv, busy }: FigureOf) {
  const { search, set, filter } = useInsights();
  const { within } = answer;
  const nameOf = ({ at, name }: (typeof within.groups)[number]) =>
    at === null ? name : wholeDay(at, 'month');
  const linkOf = (key: string | null) =>
    key !== null && (within.by === 'team' || within.by === 'tool')
      ? findingsLink({ ...filter, severity: filter.severity ?? 'critical', [within.by]: key })
      : undefined;
  return (
    <Figure
      title={within.sentence}
      formula={formulaParts(answer.formula, ['within'])}
      table={{
        caption: within.sentence,
        columns: [
          { name: capitalised(within.by) },
          { name: t('Fixed in time') },
          { name: t('Of') },
          { name: t('Share') },
          { name: t('Interval') },
          { name: t('Still have time') },
        ],
        rows: within.groups.map((group) => ({
          key: group.at ?? group.key ?? group.name,
          cells: [
            nameOf(group),
            number(group.share.n),
            number(group.share.of),
            group.share.share === null ? '–' : percent(group.share.share),
            intervalWords(group.share),
            number(group.waiting),
          ],
        })),
      }}
      csv={csv}
      file="fixed-in-time"
      busy={busy}
      choices={
        <>
          <Select
            aria-label={t('Severity')}
            size="xs"
            w={104}
            allowDeselect={false}
            value={search.severity ?? 'critical'}
            onChange={(severity) => set({ severity: severity as InsightSearch['severity'] })}
            data={SEVERITIES.map((value) => ({ value, label: capitalised(value) }))}
          />
          <Select
            aria-label={t('Within')}
            size="xs"
            w={132}
            allowDeselect={false}
            value={`${search.within ?? 14}`}
            onChange={(days) => set({ within: Number(days) })}
            data={
              WITHIN.some(({ value }) => value === `${search.within ?? 14}`)
                ? WITHIN
                : [
                    ...WITHIN,
                    {
                      value: `${search.within}`,
                      label: t('Within {within} days', { within: search.within }),
                    },
                  ]
            }
          />
          <Select
            aria-label={t('Told by')}
            size="xs"
            w={104}
            allowDeselect={false}
            value={search.by ?? 'month'}
            onChange={(by) => set({ by: by as InsightSearch['by'] })}
            data={GROUPS}
          />
        </>
      }
    >
      <DotInterval
        label={within.sentence}
        top={1}
        format={percent}
        rows={fromFirst(within.groups).map((group) => ({
          key: group.at ?? group.key ?? group.name,
          name: nameOf(group),
          link: linkOf(group.key),
          value: group.share.share,
          low: group.share.low,
          high: group.share.high,
          words:
            group.share.of === 0
              ? t('none due yet')
              : t('{n, number} of {of, number}', { n: group.share.n, of: group.share.of }),
        }))}
      />
    </Figure>
  );
}

/** How long fixes take, open ones counted; and how many come in time, by team, tool or month. */
export function TimeToFixFigures() {
  const { search, filter } = useInsights();
  const { asked, notes } = without(filter, 'kind');
  const { csv, ...options } = timeToFixInsight({ ...asked, within: search.within, by: search.by });
  const query = useQuery(options);
  const waiting = (
    <>
      <FigureWaiting height={320} />
      <FigureWaiting height={200} />
    </>
  );
  return (
    <Answered query={query} waiting={waiting}>
      {(answer) => (
        <>
          <Curves answer={answer} csv={csv} busy={query.isPlaceholderData} notes={notes} />
          <Within answer={answer} csv={csv} busy={query.isPlaceholderData} notes={notes} />
        </>
      )}
    </Answered>
  );
}
