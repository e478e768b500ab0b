import { useQuery } from '@tanstack/react-query';
import type { Unowned } from '../../../contract/insight.ts';
import { unownedQuery } from '../../api/insight.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Reasons } from '../../ui/trail.tsx';
import classes from './finding-owner.module.css';
import { NotOurs } from './not-ours.tsx';
import { TakeOver } from './take-over.tsx';

type Place = Unowned['repositories'][number];
const column = columnsOf<Place>();

const columns = column.columns([
  column.accessor('worst', {
    header: t('Worst'),
    meta: { width: '88px', narrow: 'top' },
    cell: ({ getValue }) => <PriorityBadge priority={getValue()} />,
  }),
  column.accessor((place) => place.target.key, {
    id: 'target',
    header: t('Where'),
    meta: { narrow: 'title', width: '20%' },
    cell: ({ row: { original: place } }) => (
      <RowLink
        to="/findings"
        search={{
          unowned: true,
          ...(place.target.kind === 'repository' && { repository: place.target.key }),
        }}
      >
        <Breakable text={place.target.key} />
      </RowLink>
    ),
  }),
  column.accessor('because', {
    header: t('Why nobody'),
    enableSorting: false,
    meta: { narrow: 'title' },
    cell: ({ getValue }) => <Reasons because={getValue()} />,
  }),
  column.accessor('queue', { header: t('Waits in'), meta: { width: '100px', narrowLabel: t('waits in') } }),
  column.accessor('findings', {
    header: t('Findings'),
    meta: { width: '96px', align: 'end', narrowLabel: t('findings') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('tickets', {
    header: t('Tickets'),
    meta: { width: '92px', align: 'end', narrowLabel: t('tickets') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.display({
    id: 'actions',
    header: t('Whose is it?'),
    meta: { width: '232px' },
    cell: ({ row: { original: place } }) => (
      <div className={classes.buttons}>
        <TakeOver
          place={
            place.target.kind === 'repository'
              ? { repository: place.target.key }
              : { resource: `${place.target.kind}:${place.target.key}` }
          }
          size="compact-sm"
        />
        <NotOurs finding={{ id: place.finding, title: place.target.key }} from="" unowned size="compact-sm" />
      </div>
    ),
  }),
]);

const leadOf = ({ findings, targets }: Unowned) =>
  findings === 0
    ? t('Every finding has an owner.')
    : t(
        '{findings, plural, one {# finding} other {# findings}} in {targets, plural, one {# place} other {# places}} {findings, plural, one {has} other {have}} no owner yet. They wait in a triage queue until somebody is named.',
        { findings, targets },
      );

export function UnownedPage() {
  const query = useQuery(unownedQuery);
  return (
    <Page title={t('Without an owner')} lead={query.data && leadOf(query.data)}>
      <Answered query={query} waiting={<TableSkeleton rows={5} />}>
        {({ repositories, targets }) => (
          <Section
            title={
              repositories.length < targets
                ? t('The {count} most urgent places', { count: repositories.length })
                : t('Places')
            }
            note={t("An about.yaml with one line, owner: '<team>', is enough")}
          >
            {repositories.length === 0 ? (
              <EmptyState title={t('Nobody is missing.')}>
                {t(
                  'Findings in places without an owner will wait here, with the reason why nobody was found.',
                )}
              </EmptyState>
            ) : (
              <DataTable
                label={t('Places without an owner')}
                columns={columns}
                rows={repositories}
                rowKey={(place) => `${place.target.kind}:${place.target.key}`}
                sortable
              />
            )}
          </Section>
        )}
      </Answered>
    </Page>
  );
}
