import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Feed } from '../../../contract/intelligence.ts';
import { meQuery } from '../../api/access.ts';
import { feedsQuery, refreshAFeed } from '../../api/intelligence.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { IconAlertTriangle } from '../../ui/icons.ts';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
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
            <Say
              text="Refused {at}: {reason}."
              at={<RelativeTime at={refused.at} />}
              reason={refused.reason}
            />{' '}
            {entries > 0
              ? t('The {entries, number} entries from before stay in force.', { entries })
              : t('Nothing is held yet.')}
          </span>
        </div>
      )}
      {setting && (
        <div className={classes.quiet}>
          <Say
            text={
              entries > 0
                ? 'Not refreshed: set <code>{setting}</code> to a file or URL.'
                : 'Not loaded: set <code>{setting}</code> to a file or URL.'
            }
            code={(words) => <code>{words}</code>}
            setting={setting}
          />
        </div>
      )}
      {!setting && !refused && entries === 0 && (
        <div className={classes.quiet}>{t('Waits for its first load from {source}.', { source })}</div>
      )}
    </>
  );
}

function Age({ feed }: { feed: Feed }) {
  const { ageDays, old } = feed;
  if (ageDays === null) return <span className="quiet">{t('nothing held')}</span>;
  const words = ageDays === 0 ? t('today') : t('{ageDays, plural, one {# day} other {# days}}', { ageDays });
  if (!old) return <span title={feed.asOf ?? feed.loadedAt ?? undefined}>{words}</span>;
  return (
    <span className={classes.old} title={t('Older than it should be')}>
      <IconAlertTriangle size={14} aria-hidden /> {t('{words}, old', { words })}
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
      aria-label={t('Refresh {title} now', { title })}
    >
      {asking.error ? t('Try again') : t('Refresh now')}
    </Button>
  );
}

const column = columnsOf<Feed>();
const told = [
  column.accessor('title', {
    header: t('Source'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => <About feed={original} />,
  }),
  column.accessor('entries', {
    header: t('Entries'),
    meta: { width: '100px', align: 'end', narrowLabel: t('entries') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('ageDays', {
    header: t('Age'),
    meta: { width: '120px', align: 'end', narrowLabel: t('age') },
    cell: ({ row: { original } }) => <Age feed={original} />,
  }),
  column.accessor('checkedAt', {
    header: t('Last asked'),
    meta: { width: '130px', align: 'end', narrowLabel: t('asked') },
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <RelativeTime at={at} /> : <span className="quiet">{t('never')}</span>;
    },
  }),
];
const reading = column.columns(told);
const operating = column.columns([
  ...told,
  column.display({
    id: 'refresh',
    header: () => <span className="hidden">{t('Actions')}</span>,
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
          label={t('Feeds')}
          columns={operates ? operating : reading}
          rows={items}
          rowKey={({ name }) => name}
        />
      )}
    </Answered>
  );
}
