import { useInfiniteQuery } from '@tanstack/react-query';
import type { PolicyVersion } from '../../../contract/policy-versions.ts';
import { versionsQuery } from '../../api/policy.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './policy-page.module.css';

export const STATE_WORDS: Record<PolicyVersion['state'], string> = {
  draft: t('Waits for approval'),
  approved: t('Approved, not in force'),
  active: t('In force'),
  past: t('Was in force'),
  withdrawn: t('Withdrawn'),
};

const column = columnsOf<PolicyVersion>();

const columns = column.columns([
  column.accessor('label', {
    header: t('Version'),
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
    header: t('State'),
    meta: { width: '190px' },
    cell: ({ getValue }) => STATE_WORDS[getValue()],
  }),
  column.accessor('author', { header: t('Written by'), meta: { width: '220px', narrowLabel: t('by') } }),
  column.accessor('createdAt', {
    header: t('Saved'),
    meta: { width: '130px', align: 'end', narrowLabel: t('saved') },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
]);

/** Every version there ever was; each opens with what it changed. */
export function VersionsList() {
  const query = useInfiniteQuery(versionsQuery);
  return (
    <Section title={t('Versions')} note={t('Nothing is ever rewritten: an older one comes into force again')}>
      <ListView query={query} waiting={<TableSkeleton rows={3} />} empty={null}>
        {(versions) => (
          <DataTable
            label={t('Versions')}
            columns={columns}
            rows={versions}
            rowKey={({ version }) => String(version)}
          />
        )}
      </ListView>
    </Section>
  );
}
