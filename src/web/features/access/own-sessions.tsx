import { Button } from '@mantine/core';
import type { OwnSession, Security } from '../../../contract/sign-in.ts';
import { endOtherSessions, endSession } from '../../api/security.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import { methodInWords } from './method-words.ts';
import classes from './security.module.css';
import { useSecurityChange } from './use-security-change.ts';

const column = columnsOf<OwnSession>();
const columns = column.columns([
  column.accessor('browser', {
    header: t('Browser'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        {original.browser}
        <div className={classes.quiet}>{methodInWords(original.method)}</div>
      </>
    ),
  }),
  column.accessor('startedAt', {
    header: t('Signed in'),
    meta: { width: '150px', narrowLabel: t('signed in') },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
  column.accessor('lastUsedAt', {
    header: t('Last used'),
    meta: { width: '150px', narrowLabel: t('used') },
    cell: ({ row: { original } }) =>
      original.here ? t('Here, now') : <RelativeTime at={original.lastUsedAt} />,
  }),
  column.display({
    id: 'end',
    header: t('End'),
    meta: { width: '90px', align: 'end', narrow: 'top' },
    cell: ({ row: { original } }) => (original.here ? null : <End session={original} />),
  }),
]);

function End({ session }: { session: OwnSession }) {
  const ending = useSecurityChange(() => endSession(session.id));
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={t('End the session of {browser}', { browser: session.browser })}
      loading={ending.isPending}
      onClick={() => ending.mutate()}
    >
      {t('End')}
    </Button>
  );
}

export function OwnSessions({ known: { sessions } }: { known: Security }) {
  const ending = useSecurityChange(endOtherSessions);
  return (
    <Section
      title={t('Where you are signed in')}
      note={t('A session ends 7 days after its last use, and 30 days after it began')}
      action={
        sessions.length > 1 && (
          <Button size="xs" variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
            {t('End all others')}
          </Button>
        )
      }
    >
      <DataTable label={t('Sessions')} columns={columns} rows={sessions} rowKey={({ id }) => id} />
      {ending.error && <ProblemState error={ending.error} />}
    </Section>
  );
}
