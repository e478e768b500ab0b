import type { ToolPage } from '../../../contract/tools.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { capitalised, listed } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';

const column = columnsOf<ToolPage['misses'][number]>();
const columns = column.columns([
  column.accessor('title', {
    header: t('Found by people'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <RowLink to="/findings/$findingId" params={{ findingId: original.finding }}>
          {original.title}
        </RowLink>
        <div className="quiet">
          {t('{repository}, a weakness for {kinds} checks', {
            repository: original.repository,
            kinds: listed(original.kinds),
          })}
          {original.others.length > 0 &&
            `; ${t('{others} looked there, too', { others: listed(original.others) })}`}
        </div>
      </>
    ),
  }),
  column.accessor('phase', {
    header: t('By'),
    meta: { width: '140px', narrowLabel: t('by') },
    cell: ({ getValue }) => capitalised(getValue()),
  }),
  column.accessor('severity', {
    header: t('Severity'),
    meta: { width: '100px', narrowLabel: t('severity') },
    cell: ({ getValue }) => capitalised(getValue()),
  }),
  column.accessor('foundAt', {
    header: t('Found'),
    meta: { width: '120px', narrowLabel: t('found') },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
]);

/** What bounty, tests and incidents found where this tool had looked. */
export function Misses({ tool }: { tool: ToolPage }) {
  return (
    <Section title={t('It should have told of these')} note={t('Of its kind, where it looked; 365 days')}>
      {tool.misses.length === 0 ? (
        <EmptyState title={t('Nothing that people found was for this tool to find.')}>
          {t(
            'What bug bounty, penetration tests and incidents find of its kind, where it looks, will stand here.',
          )}
        </EmptyState>
      ) : (
        <DataTable
          label={t('Missed')}
          columns={columns}
          rows={tool.misses}
          rowKey={({ finding }) => finding}
        />
      )}
    </Section>
  );
}
