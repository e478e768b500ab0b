import { useInfiniteQuery } from '@tanstack/react-query';
import type { PolicyVersion } from '../../../contract/policy-versions.ts';
import { versionsQuery } from '../../api/policy.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './policy-page.module.css';

export const STATE_WORDS: Record<PolicyVersion['state'], string> = {
  draft: 'Waits for approval',
  approved: 'Approved, not in force',
  active: 'In force',
  past: 'Was in force',
  withdrawn: 'Withdrawn',
};

const column = columnsOf<PolicyVersion>();

const columns = column.columns([
  column.accessor('label', {
    header: 'Version',
    meta: { narrow: 'title' },
    cell: ({ row: { original: version } }) => (
      <>
        <RowLink to="/policy/versions/$version" params={{ version: String(version.version) }}>
          {version.label}
        </RowLink>
        <div className={classes.because}>{version.reason}</div>
      </>
    ),
  }),
  column.accessor('state', {
    header: 'State',
    meta: { width: '190px' },
    cell: ({ getValue }) => STATE_WORDS[getValue()],
  }),
  column.accessor('author', { header: 'Written by', meta: { width: '220px', narrowLabel: 'by' } }),
  column.accessor('createdAt', {
    header: 'Saved',
    meta: { width: '130px', align: 'end', narrowLabel: 'saved' },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
]);

/** Every version there ever was; each opens with what it changed. */
export function VersionsList() {
  const query = useInfiniteQuery(versionsQuery);
  return (
    <Section title="Versions" note="Nothing is ever rewritten: an older one comes into force again">
      <ListView query={query} waiting={<TableSkeleton rows={3} />} empty={null}>
        {(versions) => (
          <DataTable
            label="Versions"
            columns={columns}
            rows={versions}
            rowKey={({ version }) => String(version)}
          />
        )}
      </ListView>
    </Section>
  );
}
