import { useElementSize } from '@mantine/hooks';
import { t } from '../../texts/t.ts';
import { number } from '../format.ts';
import { useNow } from '../now.ts';
import { axisDay, type Step, wholeDay } from './days.ts';
import {
  type DeadlineColumn,
  DUE_STATES,
  type DueState,
  datesPerDot,
  dotsOf,
  MOST_DOTS,
} from './dot-stack.ts';
import classes from './rows.module.css';
import { labelled } from './scale.ts';

const WORDS: Record<DueState, string> = {
  met: t('in time'),
  late: t('late'),
  overdue: t('overdue'),
  toCome: t('to come'),
};

const DOT_PX = 11;
const ROWS = MOST_DOTS + 3;
const AXIS_PX = 20;

/** By shape too: full, half, a diamond, a ring. */
function Dot({ state, x, y }: { state: DueState; x: number; y: number }) {
  if (state === 'overdue')
    return <path d={`M${x} ${y - 4.6}l4.6 4.6-4.6 4.6-4.6-4.6z`} fill="var(--lk-red)" />;
  if (state === 'toCome')
    return <circle cx={x} cy={y} r="3.3" fill="none" stroke="var(--lk-ink-3)" strokeWidth="1.4" />;
  return (
    <g>
      <circle
        cx={x}
        cy={y}
        r="3.6"
        fill={state === 'met' ? 'var(--lk-accent)' : 'var(--lk-surface)'}
        stroke="var(--lk-accent)"
        strokeWidth="1.2"
      />
      {state === 'late' && <path d={`M${x} ${y - 3.6}a3.6 3.6 0 0 1 0 7.2z`} fill="var(--lk-accent)" />}
    </g>
  );
}

interface Props {
  /** What it shows, for those who hear it. */
  label: string;
  /** Oldest first, none left out. */
  columns: readonly DeadlineColumn[];
  step?: Step;
}

/** Due dates as dots over time: kept, kept late, overdue, to come. */
export function DeadlineDots({ label, columns, step = 'week' }: Props) {
  const now = useNow();
  const { ref, width } = useElementSize();
  const perDot = datesPerDot(columns);
  const pitch = Math.max(1, width) / Math.max(1, columns.length);
  const height = ROWS * DOT_PX + AXIS_PX;
  const named = labelled(columns, Math.max(2, Math.floor(width / 90)));
  return (
    <div ref={ref} className={classes.dots}>
      <svg data-picture="" width={width} height={height} role="img" aria-label={label}>
        {columns.map((column, index) => {
          const x = (index + 0.5) * pitch;
          const dots = dotsOf(column, perDot)
            .slice(0, ROWS)
            .map((state, row) => ({ state, row }));
          return (
            <g key={column.at}>
              <title>{`${wholeDay(column.at, step)}: ${DUE_STATES.map((state) => `${number(column[state])} ${WORDS[state]}`).join(', ')}`}</title>
              <rect x={index * pitch} width={pitch} y={0} height={height} fill="transparent" />
              {dots.map(({ state, row }) => (
                <Dot key={row} state={state} x={x} y={height - AXIS_PX - (row + 0.5) * DOT_PX} />
              ))}
              {named.includes(column) && (
                <text
                  className={classes.axis}
                  x={x}
                  y={height - 5}
                  textAnchor={index === columns.length - 1 ? 'end' : 'middle'}
                >
                  {axisDay(column.at, step, now)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <p className={classes.key}>
        {DUE_STATES.map((state) => (
          <span key={state}>
            <svg width="12" height="12" aria-hidden="true">
              <Dot state={state} x={6} y={6} />
            </svg>
            {WORDS[state]}
          </span>
        ))}
        {perDot > 1 && <span>{t('a dot stands for {perDot}', { perDot })}</span>}
      </p>
    </div>
  );
}
