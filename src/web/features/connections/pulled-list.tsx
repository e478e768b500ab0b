import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { AlertSourceRow } from '../../../contract/alert-sources.ts';
import { alertSourcesQuery, pullNow } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './connections.module.css';

const column = columnsOf<AlertSourceRow>();
const columns = column.columns([
  column.accessor((source) => source.target.key, {
    id: 'target',
    header: t('From'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <Breakable text={original.target.key} />
        <div className={classes.quiet}>{original.kind.replaceAll('-', ' ')}</div>
        {original.problem && <div className={classes.problem}>{original.problem.says}</div>}
        {original.goneAt && (
          <div className={classes.quiet}>{t('Not to be seen any more; its findings stay.')}</div>
        )}
      </>
    ),
  }),
  column.accessor('pulledAt', {
    header: t('Looked at'),
    meta: { width: '142px', align: 'end', narrowLabel: t('looked') },
    cell: ({ row: { original } }) =>
      original.waits ? 'waits' : original.pulledAt ? <RelativeTime at={original.pulledAt} /> : 'never',
  }),
  column.accessor('changedAt', {
    header: t('Last news'),
    meta: { width: '142px', align: 'end', narrowLabel: t('news') },
    cell: ({ row: { original } }) =>
      original.scan && original.changedAt ? (
        <TextLink to="/scans/$scanId" params={{ scanId: original.scan }}>
          <RelativeTime at={original.changedAt} />
        </TextLink>
      ) : (
        <span className="quiet">{t('none')}</span>
      ),
  }),
]);

/** What a system keeps of findings, when it was pulled, and what is wrong with it. */
export function PulledList({ connectionKey }: { connectionKey: string }) {
  const queries = useQueryClient();
  const query = useInfiniteQuery(alertSourcesQuery(connectionKey));
  const pulling = useMutation({
    mutationFn: () => pullNow(connectionKey),
    onSettled: () => queries.invalidateQueries({ queryKey: ['connections', connectionKey] }),
  });
  return (
    <Section
      title={t('Findings pulled from it')}
      note={t('Every hour, and when it says that something is new')}
      action={
        <Button
          size="compact-xs"
          variant="default"
          loading={pulling.isPending}
          onClick={() => pulling.mutate()}
        >
          {pulling.error ? t('Try again') : t('Pull now')}
        </Button>
      }
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={4} />}
        empty={
          <EmptyState title={t('Nothing was pulled yet.')}>
            {t('The first look comes within the hour; or pull now.')}
          </EmptyState>
        }
      >
        {(sources) => (
          <DataTable
            label={t('Findings pulled')}
            columns={columns}
            rows={sources}
            rowKey={({ kind, target }) => `${kind} ${target.kind} ${target.key}`}
          />
        )}
      </ListView>
    </Section>
  );
}
