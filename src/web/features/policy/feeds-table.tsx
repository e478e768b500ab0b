import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Feed } from '../../../contract/intelligence.ts';
import { meQuery } from '../../api/access.ts';
import { feedsQuery, refreshAFeed } from '../../api/intelligence.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { count, number } from '../../ui/format.ts';
import { IconAlertTriangle } from '../../ui/icons.ts';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './intelligence-page.module.css';

/** What is held, from where, and what went wrong, in sentences. */
function About({ feed }: { feed: Feed }) {
  const { title, provenance, refused, setting, entries, source } = feed;
  return (
    <>
      <div>{title}</div>
      {provenance && <div className={classes.quiet}>{provenance}</div>}
      {refused && (
        <div className={classes.refused}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>
            Refused <RelativeTime at={refused.at} />: {refused.reason}.{' '}
            {entries > 0
              ? `The ${number(entries)} entries from before stay in force.`
              : 'Nothing is held yet.'}
          </span>
        </div>
      )}
      {setting && (
        <div className={classes.quiet}>
          {entries > 0 ? 'Not refreshed: ' : 'Not loaded: '}
          set <code>{setting}</code> to a file or URL.
        </div>
      )}
      {!setting && !refused && entries === 0 && (
        <div className={classes.quiet}>Waits for its first load from {source}.</div>
      )}
    </>
  );
}

function Age({ feed }: { feed: Feed }) {
  const { ageDays, old } = feed;
  if (ageDays === null) return <span className="quiet">nothing held</span>;
  const words = ageDays === 0 ? 'today' : count(ageDays, 'day');
  if (!old) return <span title={feed.asOf ?? feed.loadedAt ?? undefined}>{words}</span>;
  return (
    <span className={classes.old} title="Older than it should be">
      <IconAlertTriangle size={14} aria-hidden /> {words}, old
    </span>
  );
}

function Refresh({ feed: { name, title, setting, refreshing } }: { feed: Feed }) {
  const queries = useQueryClient();
  const asking = useMutation({
    mutationFn: () => refreshAFeed(name),
    onSettled: () => queries.invalidateQueries({ queryKey: feedsQuery.queryKey }),
  });
  if (setting) return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={asking.isPending || refreshing}
      onClick={() => asking.mutate()}
      aria-label={`Refresh ${title} now`}
    >
      {asking.error ? 'Try again' : 'Refresh now'}
    </Button>
  );
}

const column = columnsOf<Feed>();
const told = [
  column.accessor('title', {
    header: 'Source',
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => <About feed={original} />,
  }),
  column.accessor('entries', {
    header: 'Entries',
    meta: { width: '100px', align: 'end', narrowLabel: 'entries' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('ageDays', {
    header: 'Age',
    meta: { width: '120px', align: 'end', narrowLabel: 'age' },
    cell: ({ row: { original } }) => <Age feed={original} />,
  }),
  column.accessor('checkedAt', {
    header: 'Last asked',
    meta: { width: '130px', align: 'end', narrowLabel: 'asked' },
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <RelativeTime at={at} /> : <span className="quiet">never</span>;
    },
  }),
];
const reading = column.columns(told);
const operating = column.columns([
  ...told,
  column.display({
    id: 'refresh',
    header: () => <span className="hidden">Actions</span>,
    meta: { width: '130px', align: 'end' },
    cell: ({ row: { original } }) => <Refresh feed={original} />,
  }),
]);

/** Each feed, its age, and what went wrong last; those who may can ask for it anew. */
export function FeedsTable() {
  const feeds = useQuery(feedsQuery);
  const { data: me } = useQuery(meQuery);
  const operates = me?.roles.some((role) => role === 'admin' || role === 'security') ?? false;
  return (
    <Answered query={feeds} waiting={<TableSkeleton rows={4} />}>
      {({ items }) => (
        <DataTable
          label="Feeds"
          columns={operates ? operating : reading}
          rows={items}
          rowKey={({ name }) => name}
        />
      )}
    </Answered>
  );
}
