import type { UnitCoverage } from '../../../contract/coverage.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { CoverageBar } from './coverage-bar.tsx';

const column = columnsOf<UnitCoverage>();
const unitKey = ({ unit }: UnitCoverage) => unit?.key ?? '-';

/** A number that leads to what it counts; nothing to see is nothing to follow. */
function Counted({ row, state, value }: { row: UnitCoverage; state: 'stale' | 'invalid'; value: number }) {
  if (value === 0) return <span className="quiet">0</span>;
  return (
    <TextLink to="/ownership" search={{ unit: unitKey(row), state }}>
      {number(value)}
    </TextLink>
  );
}

const columns = column.columns([
  column.accessor((row) => row.unit?.name ?? t('No business unit'), {
    id: 'unit',
    header: t('Business unit'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: row }, getValue }) => (
      <TextLink to="/ownership" search={{ unit: unitKey(row) }}>
        {getValue()}
      </TextLink>
    ),
  }),
  column.accessor(({ repositories }) => repositories.owned, {
    id: 'repositories',
    header: t('Repositories owned'),
    meta: { width: '230px', narrowLabel: t('repositories') },
    cell: ({ row: { original: row } }) => <CoverageBar name={t('Repositories')} {...row.repositories} />,
  }),
  column.accessor(({ services }) => services.owned, {
    id: 'services',
    header: t('Services owned'),
    meta: { width: '230px', narrowLabel: t('services') },
    cell: ({ row: { original: row } }) => <CoverageBar name={t('Services')} {...row.services} />,
  }),
  column.accessor('stale', {
    header: t('Stale'),
    meta: { width: '80px', align: 'end', narrowLabel: t('stale') },
    cell: ({ row: { original: row } }) => <Counted row={row} state="stale" value={row.stale} />,
  }),
  column.accessor('invalid', {
    header: t('Invalid'),
    meta: { width: '84px', align: 'end', narrowLabel: t('invalid') },
    cell: ({ row: { original: row } }) => <Counted row={row} state="invalid" value={row.invalid} />,
  }),
  column.accessor('unownedFindings', {
    header: t('Unowned findings'),
    meta: { width: '150px', align: 'end', narrowLabel: t('unowned findings') },
    cell: ({ getValue }) => number(getValue()),
  }),
]);

export function CoverageByUnit({ units }: { units: readonly UnitCoverage[] }) {
  return (
    <Section title={t('Coverage')} note={t('Stale: nobody went through the descriptor for 365 days')}>
      {units.length === 0 ? (
        <EmptyState title={t('No repository is known yet.')}>
          {t(
            'Import the organisation, connect a code host or send a report: coverage will stand here by business unit.',
          )}
        </EmptyState>
      ) : (
        <DataTable
          label={t('Coverage by business unit')}
          columns={columns}
          rows={units}
          rowKey={unitKey}
          sortable
        />
      )}
    </Section>
  );
}
