import { Button, Drawer, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EffectAnswer } from '../../../../contract/insights/markers.ts';
import { effectOf, removeAMarker, writeAMarker } from '../../../api/insights.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { DotInterval, type DotRow } from '../../../ui/charts/dot-interval.tsx';
import { Figure } from '../../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../../ui/charts/figure-waiting.tsx';
import { ACCENT } from '../../../ui/charts/looks.ts';
import { TrendChart } from '../../../ui/charts/trend-chart.tsx';
import { number, percent } from '../../../ui/format.ts';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import { formulaParts } from '../formula-parts.ts';
import { decimal, estimateWords } from '../number-words.ts';
import classes from './markers.module.css';
import { useMayMark } from './may-mark.ts';

type Measure = EffectAnswer['measure'];

const MEASURES: { value: Measure; label: string }[] = [
  { value: 'opened', label: t('Opened') },
  { value: 'found', label: t('Found, by phase') },
  { value: 'fixed', label: t('Fixed within 14 days') },
];
const WEEKS = ['4', '13', '26', '52'].map((value) => ({ value, label: t('{value} weeks each', { value }) }));
const FORMULA = { opened: 'effectOpened', found: 'effectFound', fixed: 'effectFixed' } as const;

function rowOf(key: string, name: string, { rate, share }: EffectAnswer['before']): DotRow {
  if (share) return { key, name, value: share.share, low: share.low, high: share.high, words: share.words };
  const { value, low, high } = rate ?? { value: null, low: null, high: null };
  return { key, name, value, low, high, words: estimateWords({ value, low, high }) };
}

function Effect({ answer }: { answer: EffectAnswer }) {
  const { before, after, per, measure, series, marker } = answer;
  const rows = [rowOf('before', t('Before'), before), rowOf('after', t('After'), after)];
  return (
    <>
      <Figure
        title={answer.sentence}
        formula={formulaParts(answer.formula, [FORMULA[measure]])}
        table={{
          caption: t('Before and after'),
          columns: [
            { name: '' },
            { name: t('From') },
            { name: t('To') },
            { name: t('Counted') },
            { name: t('Per {per}', { per }) },
          ],
          rows: [before, after].map((side, index) => ({
            key: rows[index]!.key,
            cells: [rows[index]!.name, side.from, side.to, number(side.n), rows[index]!.words],
          })),
        }}
        file={`before-and-after-${marker.at}`}
        notes={answer.notes}
      >
        <DotInterval
          label={t('Before and after')}
          rows={rows}
          format={measure === 'fixed' ? percent : decimal}
          {...(measure === 'fixed' ? { top: 1 } : {})}
        />
      </Figure>
      <Figure
        title={t('Each {per}, with the mark', { per })}
        formula={formulaParts(answer.formula, [FORMULA[measure]])}
        table={{
          caption: t('Each {per}', { per }),
          columns: [{ name: t('First day of the {per}', { per }) }, { name: t('Counted') }],
          rows: series.map(({ at, n }) => ({ key: at, cells: [at, number(n)] })),
        }}
        file={`around-${marker.at}`}
      >
        <TrendChart
          label={t('Each {per} before and after', { per })}
          at={series.map(({ at }) => at)}
          step={per}
          series={[{ key: 'n', label: '', look: ACCENT, values: series.map(({ n }) => n) }]}
          marks={[{ at: marker.at, label: marker.title, kind: 'marker' }]}
          height={220}
        />
      </Figure>
    </>
  );
}

/** Gone from all trends; as it was again by one press. */
function TakeAway({ marker, close }: { marker: EffectAnswer['marker']; close: () => void }) {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['insights'] });
  const { at, title, kind, team, unit, tool, rule } = marker;
  const before = { at, title, kind, team: team?.key ?? null, unit: unit?.key ?? null, tool, rule };
  const removing = useMutation({
    mutationFn: () => removeAMarker(marker.id),
    onSuccess: async () => {
      close();
      await again();
      offerUndo('marker', t('The mark is gone.'), () => void writeAMarker(before).then(again, again));
    },
  });
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        fw={500}
        mt="md"
        loading={removing.isPending}
        onClick={() => removing.mutate()}
      >
        {t('Take this mark away')}
      </Button>
      {removing.error && <ProblemState error={removing.error} />}
    </>
  );
}

function Body({ id, close }: { id: string; close: () => void }) {
  const mayMark = useMayMark();
  const [measure, setMeasure] = useState<Measure>('opened');
  const [weeks, setWeeks] = useState('13');
  const query = useQuery(effectOf(id, { measure, weeks: Number(weeks) }));
  return (
    <>
      <div className={classes.choices}>
        <Select
          aria-label={t('What is counted')}
          allowDeselect={false}
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          data={MEASURES}
        />
        <Select
          aria-label={t('How long before and after')}
          allowDeselect={false}
          value={weeks}
          onChange={(value) => setWeeks(value ?? '13')}
          data={WEEKS}
        />
      </div>
      <Answered query={query} waiting={<FigureWaiting height={200} />}>
        {(answer) => (
          <>
            <Effect answer={answer} />
            {mayMark && <TakeAway marker={answer.marker} close={close} />}
          </>
        )}
      </Answered>
    </>
  );
}

/** What changed after a mark: the same measure before and after it, with the interval of the change. */
export function EffectDrawer({
  marker,
  close,
}: {
  marker: { id: string; title: string } | null;
  close: () => void;
}) {
  return (
    <Drawer
      opened={marker !== null}
      onClose={close}
      position="right"
      size="xl"
      title={marker?.title}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      {marker && <Body id={marker.id} close={close} />}
    </Drawer>
  );
}
