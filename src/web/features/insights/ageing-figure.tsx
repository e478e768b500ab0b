import { useQuery } from '@tanstack/react-query';
import type { AgeingAnswer } from '../../../contract/insights/ageing.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { ageingInsight } from '../../api/insights.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { BarRows } from '../../ui/charts/bar-rows.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { priorityLook, QUIET } from '../../ui/charts/looks.ts';
import { number } from '../../ui/format.ts';
import { findingsLink } from './findings-link.ts';
import { formulaParts } from './formula-parts.ts';
import { useInsights } from './use-insights.ts';

type Counts = AgeingAnswer['total'];

const partsOf = ({ byPriority, firstLooks }: Counts) => [
  ...PRIORITIES.map((priority) => ({
    key: priority,
    value: byPriority[priority] ?? 0,
    look: priorityLook(priority),
  })),
  { key: 'first', value: firstLooks ?? 0, look: QUIET },
];

/** "41, of them 3 P0": the most urgent that there are. */
function wordsOf({ total, byPriority, firstLooks }: Counts): string {
  const worst = PRIORITIES.find((priority) => (byPriority[priority] ?? 0) > 0);
  const said =
    worst && total > 0 ? `${number(total)}, ${number(byPriority[worst] ?? 0)} ${worst}` : number(total);
  return firstLooks ? `${said} + ${number(firstLooks)}` : said;
}

function Ageing({ answer, csv, busy }: { answer: AgeingAnswer; csv: string; busy: boolean }) {
  const { filter } = useInsights();
  const apart = answer.total.firstLooks !== null;
  return (
    <Figure
      title={answer.sentence}
      formula={formulaParts(answer.formula, ['age', 'firstLooks'])}
      table={{
        caption: t('Open findings by age'),
        columns: [
          { name: t('Open for') },
          ...PRIORITIES.map((name) => ({ name })),
          { name: t('In all') },
          ...(apart ? [{ name: t('First looks') }] : []),
        ],
        rows: [...answer.buckets, { ...answer.total, key: 'total', name: t('All') }].map((bucket) => ({
          key: bucket.key,
          cells: [
            bucket.name,
            ...PRIORITIES.map((priority) => number(bucket.byPriority[priority] ?? 0)),
            number(bucket.total),
            ...(apart ? [number(bucket.firstLooks ?? 0)] : []),
          ],
        })),
      }}
      csv={csv}
      file="ageing"
      notes={answer.notes}
      list={findingsLink(filter)}
      busy={busy}
    >
      <BarRows
        label={t('Open findings by age')}
        rows={answer.buckets.map((bucket) => ({
          key: bucket.key,
          name: bucket.name,
          value: bucket.total + (bucket.firstLooks ?? 0),
          parts: partsOf(bucket),
          words: wordsOf(bucket),
        }))}
      />
    </Figure>
  );
}

/** For how long what is open has been open. */
export function AgeingFigure() {
  const { filter } = useInsights();
  const { csv, ...options } = ageingInsight({ ...filter, from: undefined, to: undefined });
  const query = useQuery(options);
  return (
    <Answered query={query} waiting={<FigureWaiting height={200} />}>
      {(answer) => <Ageing answer={answer} csv={csv} busy={query.isPlaceholderData} />}
    </Answered>
  );
}
