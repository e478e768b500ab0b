import { useQuery } from '@tanstack/react-query';
import type { PhasesAnswer } from '../../../contract/insights/phases.ts';
import type { Share } from '../../../contract/insights/shared.ts';
import { phasesInsight } from '../../api/insights.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DotInterval } from '../../ui/charts/dot-interval.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { ACCENT, categoryLook, type Look, phaseLook } from '../../ui/charts/looks.ts';
import { ShareChart } from '../../ui/charts/share-chart.tsx';
import { number } from '../../ui/format.ts';
import { without } from './filter-words.ts';
import { formulaParts } from './formula-parts.ts';
import { InsightPage } from './insight-page.tsx';
import { AddMarker } from './markers/add-marker.tsx';
import { MarkNotes } from './markers/mark-notes.tsx';
import { NothingCounted } from './nothing-counted.tsx';
import { intervalWords } from './number-words.ts';
import { useInsights } from './use-insights.ts';

interface FigureOf {
  answer: PhasesAnswer;
  csv: string;
  busy: boolean;
  notes: readonly string[];
}

const columnName = ({ name, running }: PhasesAnswer['quarters'][number]) =>
  running ? t('{name} so far', { name }) : name;

function Shares({ answer, csv, busy, notes }: FigureOf) {
  const { quarters, order, total } = answer;
  const found = order.filter(({ phase }) => (total.phases[phase] ?? 0) > 0);
  const apart = total.firstLooks !== null;
  return (
    <Figure
      title={answer.sentence}
      formula={formulaParts(answer.formula, ['found', 'early', 'firstLooks'])}
      table={{
        caption: t('Found by phase and quarter'),
        columns: [
          { name: t('Phase') },
          ...quarters.map((quarter) => ({ name: columnName(quarter) })),
          { name: t('In all') },
        ],
        rows: [
          ...order.map(({ phase, name }) => ({
            key: phase,
            cells: [name, ...[...quarters, total].map(({ phases }) => number(phases[phase] ?? 0))],
          })),
          { key: 'all', cells: [t('All'), ...[...quarters, total].map(({ n }) => number(n))] },
          ...(apart
            ? [
                {
                  key: 'first',
                  cells: [
                    t('First looks, apart'),
                    ...[...quarters, total].map(({ firstLooks }) => number(firstLooks ?? 0)),
                  ],
                },
              ]
            : []),
        ],
      }}
      csv={csv}
      file="found-by-phase"
      notes={[...answer.notes, ...notes]}
      choices={<AddMarker />}
      busy={busy}
    >
      <ShareChart
        label={t('Share of what each phase found, by quarter')}
        columns={quarters.map(({ name, running }) => (running ? `${name} …` : name))}
        unit={(found) => t('{found, plural, one {# weakness} other {# weaknesses}}', { found })}
        parts={found.map(({ phase, name }) => ({
          key: phase,
          label: name,
          look: phaseLook(phase),
          values: quarters.map(({ phases }) => phases[phase] ?? 0),
        }))}
      />
    </Figure>
  );
}

interface RateProps extends Omit<FigureOf, 'notes'> {
  title: string;
  name: 'early' | 'escaped';
  look: Look;
}

/** One share for each quarter with its interval. */
function Rate({ answer, csv, busy, title, name, look }: RateProps) {
  const rows = answer.quarters.map((quarter) => ({ quarter, share: quarter[name] }));
  return (
    <Figure
      title={title}
      formula={formulaParts(answer.formula, [name])}
      table={{
        caption: title,
        columns: [
          { name: t('Quarter') },
          { name: t('Of them') },
          { name: t('Found') },
          { name: t('Share') },
          { name: t('Interval') },
        ],
        rows: rows.map(({ quarter, share }) => ({
          key: quarter.at,
          cells: [columnName(quarter), number(share.n), number(share.of), share.words, intervalWords(share)],
        })),
      }}
      csv={csv}
      file={name === 'early' ? 'found-early' : 'escape-rate'}
      busy={busy}
    >
      <DotInterval
        label={title}
        format={(share) => `${Math.round(share * 100)} %`}
        rows={rows.map(({ quarter, share }) => ({
          key: quarter.at,
          name: columnName(quarter),
          value: share.share,
          low: share.low,
          high: share.high,
          look,
          words: share.of === 0 ? t('nothing found') : share.words,
        }))}
      />
    </Figure>
  );
}

const wordsOf = (share: Share, none: string) =>
  share.of === 0 ? none : `${share.words} (${intervalWords(share)})`;

/** Quarters before anything was found say nothing. */
function fromFirst(answer: PhasesAnswer): PhasesAnswer {
  const first = answer.quarters.findIndex(({ n, firstLooks }) => n > 0 || (firstLooks ?? 0) > 0);
  return { ...answer, quarters: answer.quarters.slice(Math.max(0, first)) };
}

function Pictures(given: FigureOf) {
  const props = { ...given, answer: fromFirst(given.answer) };
  const { answer, csv, busy } = props;
  const newest = answer.quarters.at(-1);
  return (
    <>
      <Shares {...props} />
      <MarkNotes marks={answer.marks} />
      {newest && (
        <>
          <Rate
            answer={answer}
            csv={csv}
            busy={busy}
            name="escaped"
            look={categoryLook(2)}
            title={t('Escaped all checks this quarter: {escaped}.', {
              escaped: wordsOf(newest.escaped, t('nothing was found yet')),
            })}
          />
          <Rate
            answer={answer}
            csv={csv}
            busy={busy}
            name="early"
            look={ACCENT}
            title={t('Found before anything was built this quarter: {early}.', {
              early: wordsOf(newest.early, t('nothing was found yet')),
            })}
          />
        </>
      )}
    </>
  );
}

export function PhasesPage() {
  const { filter } = useInsights();
  const { asked, notes } = without(filter, 'kind', 'priority');
  const { csv, ...options } = phasesInsight(asked);
  const query = useQuery(options);
  return (
    <InsightPage
      title={t('Do we find earlier?')}
      lead={t(
        'What each phase found, from the first sketch to the incident. Further left is cheaper for everybody.',
      )}
    >
      <Answered
        query={query}
        waiting={
          <>
            <FigureWaiting height={320} />
            <FigureWaiting height={240} />
          </>
        }
      >
        {(answer) =>
          answer.total.n === 0 && !answer.total.firstLooks ? (
            <NothingCounted asOf={answer.asOf} />
          ) : (
            <Pictures answer={answer} csv={csv} busy={query.isPlaceholderData} notes={notes} />
          )
        }
      </Answered>
    </InsightPage>
  );
}
