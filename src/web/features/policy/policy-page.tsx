import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ActivePolicyAnswer, Feeds } from '../../../contract/policy.ts';
import { feedsQuery, policyQuery } from '../../api/policy.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { TextSkeleton } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './policy-page.module.css';

const column = columnsOf<Feeds['items'][number]>();

const columns = column.columns([
  column.accessor('title', {
    header: 'Source',
    meta: { narrow: 'title' },
    cell: ({ row: { original: feed } }) => (
      <>
        {feed.title}
        {feed.lastError && <div className={classes.refused}>Last refresh refused: {feed.lastError}</div>}
      </>
    ),
  }),
  column.accessor('entries', {
    header: 'Entries',
    meta: { width: '120px', align: 'end', narrowLabel: 'entries' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('asOf', {
    header: 'Data of',
    meta: { width: '150px', align: 'end', narrowLabel: 'data of' },
    cell: ({ getValue }) => <Held at={getValue()} />,
  }),
  column.accessor('loadedAt', {
    header: 'Loaded',
    meta: { width: '150px', align: 'end', narrowLabel: 'loaded' },
    cell: ({ getValue }) => <Held at={getValue()} />,
  }),
]);

function Held({ at }: { at: string | null }) {
  return at ? <RelativeTime at={at} /> : <span className="quiet">nothing held yet</span>;
}

function Lead({ policy }: { policy: ActivePolicyAnswer }) {
  return (
    <>
      <strong>{policy.label}</strong> decides how urgent a finding is, by when it is due and where it goes.
      Written by {policy.author}, <RelativeTime at={policy.createdAt} />
      {policy.reason ? `: ${policy.reason.replace(/\.$/, '')}.` : '.'}
    </>
  );
}

/** Everybody may read how decisions are made; every decision names the version that made it. */
export function PolicyPage() {
  const policy = useQuery(policyQuery);
  const feeds = useQuery(feedsQuery);
  return (
    <Page
      title="Policy"
      lead={policy.data ? <Lead policy={policy.data} /> : <Skeleton height={16} width="70%" />}
    >
      <Section title="What it knows of attackers" note="Feeds; a refused refresh keeps what was held">
        <Answered query={feeds} waiting={<TableSkeleton rows={2} />}>
          {({ items }) => (
            <DataTable label="Feeds" columns={columns} rows={items} rowKey={({ name }) => name} />
          )}
        </Answered>
      </Section>
      <Section title="The document" note="The first rule that holds decides">
        <Answered query={policy} waiting={<TextSkeleton lines={12} />}>
          {({ document }) => <pre className={classes.document}>{document}</pre>}
        </Answered>
      </Section>
    </Page>
  );
}
