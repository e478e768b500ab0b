import { useInfiniteQuery } from '@tanstack/react-query';
import type { TeamPage } from '../../../contract/insight.ts';
import { servicesQuery } from '../../api/ownership.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { teamServiceColumns } from './service-columns.tsx';

/** What a team owns, and the health of the files that say so. */
export function TeamOwns({ team }: { team: TeamPage }) {
  const query = useInfiniteQuery(servicesQuery({ team: team.key }));
  return (
    <Section
      title="What it owns"
      note="And the files that say so"
      action={
        <TextLink to="/ownership" search={{ team: team.key }}>
          In ownership
        </TextLink>
      }
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={3} />}
        empty={
          <EmptyState title="Nothing names this team yet.">
            An about.yaml with the line owner: {team.key} in a repository is enough.
          </EmptyState>
        }
      >
        {(services) => (
          <DataTable
            label={`What ${team.name} owns`}
            columns={teamServiceColumns}
            rows={services}
            rowKey={({ repository, folder }) => `${repository}\n${folder}`}
          />
        )}
      </ListView>
    </Section>
  );
}
