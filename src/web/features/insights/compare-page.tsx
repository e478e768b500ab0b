import { SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CompareAnswer } from '../../../contract/insights/compare.ts';
import { compareInsight } from '../../api/insights.ts';
import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DotInterval, type DotRow } from '../../ui/charts/dot-interval.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { capitalised, number, percent } from '../../ui/format.ts';
import { without } from './filter-words.ts';
import { findingsLink } from './findings-link.ts';
import { formulaParts } from './formula-parts.ts';
import { InsightPage } from './insight-page.tsx';
import classes from './insights.module.css';
import { decimal, estimateWords, intervalWords } from './number-words.ts';
import { useInsights } from './use-insights.ts';

type Row = CompareAnswer['rows'][number];
type PerSize = 'open' | 'opened';

interface FigureOf {
  answer: CompareAnswer;
  csv: string;
  busy: boolean;
}

/** Rows that cannot be told from the whole are the usual case; the others are not better or worse, only different. */
const STANDS = {
  alike: t('like all'),
  lower: t('lower'),
  higher: t('higher'),
  unknown: t('too little to say'),
} as const;

const one = (size: CompareAnswer['size']) => (size === 'services' ? 'service' : 'repository');

function useRowLink({ by }: CompareAnswer) {
  const { filter } = useInsights();
  return ({ key }: Row) => (by === 'team' ? findingsLink({ ...filter, team: key }) : undefined);
}

function PerSizeFigure({
  answer,
  csv,
  busy,
  of,
  title,
  notes,
}: FigureOf & { of: PerSize; title: string; notes: readonly string[] }) {
  const linkOf = useRowLink(answer);
  const { rows, whole, size, by } = answer;
  const dots: DotRow[] = rows.map((row) => ({
    key: row.key,
    name: `${row.name} · ${number(row.size)}`,
    link: linkOf(row),
    ...row[of].per,
    words: estimateWords(row[of].per),
  }));
  const beside = whole[of].per.value;
  return (
    <Figure
      title={title}
      formula={formulaParts(answer.formula, [of === 'open' ? 'openPer' : 'openedPer'])}
      table={{
        caption: title,
        columns: [
          { name: capitalised(by) },
          { name: capitalised(size) },
          { name: t('Counted') },
          { name: t('Per {size} (interval)', { size: one(size) }) },
          { name: t('Beside all'), words: true },
        ],
        rows: [...rows, { ...whole, key: ' all', name: t('All together') }].map((row) => ({
          key: row.key,
          cells: [
            row.name,
            number(row.size),
            number(row[of].n),
            estimateWords(row[of].per),
            STANDS[row[of].stands],
          ],
        })),
      }}
      csv={csv}
      file={`${of}-per-${one(size)}`}
      notes={notes}
      busy={busy}
    >
      <DotInterval
        label={title}
        rows={dots}
        format={decimal}
        beside={beside === null ? undefined : { value: beside, label: t('all together') }}
      />
    </Figure>
  );
}

function Deadlines({ answer, csv, busy }: FigureOf) {
  const linkOf = useRowLink(answer);
  const { rows, whole } = answer;
  const title = t('Deadlines met: {value}.', {
    value:
      whole.deadlines.of === 0
        ? t('none was due')
        : t('{words}, all together', { words: whole.deadlines.words }),
  });
  return (
    <Figure
      title={title}
      formula={formulaParts(answer.formula, ['dueMet'])}
      table={{
        caption: title,
        columns: [
          { name: capitalised(answer.by) },
          { name: t('Met') },
          { name: t('Of') },
          { name: t('Interval') },
          { name: t('Beside all'), words: true },
        ],
        rows: rows.map(({ key, name, deadlines }) => ({
          key,
          cells: [
            name,
            number(deadlines.n),
            number(deadlines.of),
            intervalWords(deadlines),
            STANDS[deadlines.stands],
          ],
        })),
      }}
      csv={csv}
      file="deadlines-met"
      busy={busy}
    >
      <DotInterval
        label={title}
        top={1}
        format={percent}
        beside={
          whole.deadlines.share === null
            ? undefined
            : { value: whole.deadlines.share, label: t('all together') }
        }
        rows={rows.map((row) => ({
          key: row.key,
          name: row.name,
          link: linkOf(row),
          value: row.deadlines.share,
          low: row.deadlines.low,
          high: row.deadlines.high,
          words: row.deadlines.of === 0 ? t('none was due') : row.deadlines.words,
        }))}
      />
    </Figure>
  );
}

function Choices({ by }: { by: CompareAnswer['by'] | undefined }) {
  const { search, set } = useInsights();
  return (
    <div className={classes.choices}>
      <SegmentedControl
        size="xs"
        aria-label={t('Compare')}
        value={search.compare ?? by ?? 'unit'}
        onChange={(value) => set({ compare: value as InsightSearch['compare'] })}
        data={[
          { value: 'unit', label: t('Units') },
          { value: 'team', label: t('Teams') },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('Per')}
        value={search.size ?? 'services'}
        onChange={(value) => set({ size: value as InsightSearch['size'] })}
        data={[
          { value: 'services', label: t('Per service') },
          { value: 'repositories', label: t('Per repository') },
        ]}
      />
      <Select
        size="xs"
        w={130}
        aria-label={t('Order')}
        allowDeselect={false}
        value={search.order ?? 'name'}
        onChange={(value) => set({ order: value as InsightSearch['order'] })}
        data={[
          { value: 'name', label: t('By name') },
          { value: 'size', label: t('By size') },
        ]}
      />
    </div>
  );
}

export function ComparePage() {
  const { search, filter } = useInsights();
  const { asked, notes } = without(filter, 'team', 'kind', 'severity');
  const { csv, ...options } = compareInsight({
    ...asked,
    by: search.compare,
    size: search.size,
    order: search.order,
  });
  const query = useQuery(options);
  const busy = query.isPlaceholderData;
  return (
    <InsightPage
      title={t('Side by side')}
      lead={t(
        'Beside each other by what they own, never in a ranking: where bands overlap, no difference can be told. First looks are left out unless you ask for them.',
      )}
    >
      <Choices by={query.data?.by} />
      <Answered query={query} waiting={<FigureWaiting height={260} />}>
        {(answer) => (
          <>
            <PerSizeFigure
              answer={answer}
              csv={csv}
              busy={busy}
              of="open"
              title={answer.sentence}
              notes={[...answer.notes, ...notes]}
            />
            <PerSizeFigure
              answer={answer}
              csv={csv}
              busy={busy}
              of="opened"
              title={t('Opened in these weeks, per {size}: {per} all together.', {
                size: one(answer.size),
                per: estimateWords(answer.whole.opened.per),
              })}
              notes={[]}
            />
            <Deadlines answer={answer} csv={csv} busy={busy} />
          </>
        )}
      </Answered>
    </InsightPage>
  );
}
