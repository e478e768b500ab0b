import type { AccompanyHome as Told } from '../../../contract/home.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { OverdueCount } from '../../ui/overdue-count.tsx';
import { Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './home.module.css';

const column = columnsOf<Told['teams'][number]>();

const columns = column.columns([
  column.accessor('name', {
    header: t('Team'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: team } }) => (
      <>
        <RowLink to="/teams/$teamKey/meeting" params={{ teamKey: team.key }}>
          {team.name}
        </RowLink>
        <div className={classes.under}>
          <span>{t('you are its {role}', { role: team.role })}</span>
          {team.lastMetAt && (
            <span>
              <Say text="last met {at}" at={<RelativeTime at={team.lastMetAt} />} />
            </span>
          )}
        </div>
      </>
    ),
  }),
  column.accessor('waitForTeam', {
    header: t('Wait for the team'),
    meta: { width: '150px', align: 'end', narrowLabel: t('wait for the team') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('waitForSecurity', {
    header: t('Wait for security'),
    meta: { width: '150px', align: 'end', narrowLabel: t('wait for security') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('overdue', {
    header: t('Overdue tickets'),
    meta: { width: '140px', align: 'end', narrowLabel: t('overdue') },
    cell: ({ getValue }) => <OverdueCount value={getValue()} />,
  }),
]);

export function AccompanyHome({ face }: { face: Told }) {
  return (
    <Section title={t('Your teams')} note={t('Each leads to the page of its meeting with security')}>
      <DataTable
        label={t('Teams that you accompany')}
        columns={columns}
        rows={face.teams}
        rowKey={({ key }) => key}
      />
    </Section>
  );
}
