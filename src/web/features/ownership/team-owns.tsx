import { useInfiniteQuery } from '@tanstack/react-query';
import type { TeamPage } from '../../../contract/insight.ts';
import { servicesQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { teamServiceColumns } from './service-columns.tsx';

/** What a team owns, and the health of the files that say so. */
export function TeamOwns({ team }: { team: TeamPage }) {
  const query = useInfiniteQuery(servicesQuery({ team: team.key }));
  return (
    <Section
      title={t('What it owns')}
      note={t('And the files that say so')}
      action={
        <TextLink to="/ownership" search={{ team: team.key }}>
          {t('In ownership')}
        </TextLink>
      }
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={3} />}
        empty={
          <EmptyState title={t('Nothing names this team yet.')}>
            {t('An about.yaml with the line owner: {key} in a repository is enough.', { key: team.key })}
          </EmptyState>
        }
      >
        {(services) => (
          <DataTable
            label={t('What {name} owns', { name: team.name })}
            columns={teamServiceColumns}
            rows={services}
            rowKey={({ repository, folder }) => `${repository}\n${folder}`}
          />
        )}
      </ListView>
    </Section>
  );
}
