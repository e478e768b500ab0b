import { useQuery } from '@tanstack/react-query';
import type { Feeds } from '../../../contract/policy.ts';
import { feedsQuery } from '../../api/policy.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './intelligence-page.module.css';
import { PolicyTabs } from './policy-tabs.tsx';

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

/** The feeds that decisions rest on, and how old they are. */
export function IntelligencePage() {
  const feeds = useQuery(feedsQuery);
  return (
    <Page
      title="Intelligence"
      lead="What is known of attackers: what they use, and what they are likely to use."
    >
      <PolicyTabs />
      <Section title="Feeds" note="A refused refresh keeps what was held">
        <Answered query={feeds} waiting={<TableSkeleton rows={2} />}>
          {({ items }) => (
            <DataTable label="Feeds" columns={columns} rows={items} rowKey={({ name }) => name} />
          )}
        </Answered>
      </Section>
    </Page>
  );
}
