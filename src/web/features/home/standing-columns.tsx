import type { StandingRow } from '../../../contract/home.ts';
import { t } from '../../texts/t.ts';
import { Sparkline } from '../../ui/charts/sparkline.tsx';
import { number } from '../../ui/format.ts';
import { OverdueCount } from '../../ui/overdue-count.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import classes from './home.module.css';
import { perTen } from './standing-words.ts';

const column = columnsOf<StandingRow>();

const name = column.accessor('name', {
  header: t('Unit or team'),
  meta: { narrow: 'title' },
  cell: ({ row: { original: row } }) => (
    <>
      {row.kind === 'unit' ? (
        <RowLink to="/units/$unitKey" params={{ unitKey: row.key }}>
          {row.name}
        </RowLink>
      ) : (
        <RowLink to="/teams/$teamKey" params={{ teamKey: row.key }}>
          {row.name}
        </RowLink>
      )}
      <div className={classes.under}>
        {row.kind === 'unit' && (
          <span>{t('{teams, plural, one {# team} other {# teams}}', { teams: row.teams })}</span>
        )}
        <span>{t('{services, plural, one {# service} other {# services}}', { services: row.services })}</span>
        {row.retired && <span>{t('retired, and something is still open')}</span>}
      </div>
    </>
  ),
});

const open = column.accessor('open', {
  header: t('Open P0–P2'),
  meta: { width: '116px', align: 'end', narrowLabel: t('open P0–P2') },
  cell: ({ getValue }) => number(getValue()),
});

const perSize = column.accessor((row) => (row.services === 0 ? -1 : row.open / row.services), {
  id: 'perTen',
  header: t('Per 10 services'),
  meta: { width: '128px', align: 'end', narrowLabel: t('per 10 services') },
  cell: ({ row: { original: row } }) => perTen(row.open, row.services),
});

const overdue = column.accessor('overdue', {
  header: t('Overdue tickets'),
  meta: { width: '136px', align: 'end', narrowLabel: t('overdue') },
  cell: ({ getValue }) => <OverdueCount value={getValue()} />,
});

const deadlines = column.accessor(
  (row) => (row.deadlines.of === 0 ? -1 : row.deadlines.met / row.deadlines.of),
  {
    id: 'deadlines',
    header: t('Deadlines met'),
    meta: { width: '126px', align: 'end', narrowLabel: t('deadlines met') },
    cell: ({ row: { original: row } }) =>
      row.deadlines.of === 0 ? (
        <span className="quiet">{t('none')}</span>
      ) : (
        t('{met, number} of {of, number}', { met: row.deadlines.met, of: row.deadlines.of })
      ),
  },
);

const coverage = column.accessor(
  (row) => (row.coverage.of === 0 ? -1 : row.coverage.looked / row.coverage.of),
  {
    id: 'coverage',
    header: t('Scanned'),
    meta: { width: '110px', align: 'end', narrowLabel: t('repositories scanned') },
    cell: ({ row: { original: row } }) =>
      row.coverage.of === 0 ? (
        <span className="quiet">{t('owns none')}</span>
      ) : (
        t('{looked, number} of {of, number}', { looked: row.coverage.looked, of: row.coverage.of })
      ),
  },
);

const trend = column.display({
  id: 'trend',
  header: t('13 weeks'),
  meta: { width: '134px', align: 'end', narrow: 'hide' },
  cell: ({ row: { original: row } }) => (
    <span className={classes.spark}>
      <Sparkline
        label={t('Open P0 to P2 of {name} over 13 weeks, now {open, number}', {
          name: row.name,
          open: row.open,
        })}
        values={row.trend}
      />
    </span>
  ),
});

export const standingColumns = column.columns([name, open, perSize, overdue, deadlines, coverage, trend]);
