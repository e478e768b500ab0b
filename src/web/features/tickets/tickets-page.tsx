import { SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { ticketsQuery } from '../../api/tickets.ts';
import type { TicketSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { ticketColumns } from './ticket-columns.tsx';
import { Waiting } from './waiting.tsx';

const route = getRouteApi('/inside/tickets');

function sentence({ state, priority, due, unowned, team }: TicketSearch, teamName: (key: string) => string) {
  const kind = [
    due === 'overdue' && t('overdue'),
    priority,
    state === 'closed' ? t('closed') : state !== 'all' && t('open'),
  ];
  return [
    kind.filter(Boolean).join(', '),
    t('tickets'),
    team && t('of {team}', { team: teamName(team) }),
    due === 'week' && t('due within seven days'),
    unowned && t('without an owner'),
  ]
    .filter(Boolean)
    .join(' ')
    .trim()
    .replace(/^./, (first) => first.toUpperCase());
}

export function TicketsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const teams = useTeamNames();
  const query = useInfiniteQuery(ticketsQuery({ ...search, state: search.state ?? 'open' }));
  const set = (change: TicketSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <Page
      title={t('Tickets')}
      lead={t('{search}, soonest due first.', { search: sentence(search, teams.nameOf) })}
    >
      <FilterBar
        active={Object.keys(search).length > 0}
        clear={() => void navigate({ search: {}, replace: true })}
      >
        <SegmentedControl
          aria-label={t('State')}
          value={search.state ?? 'open'}
          onChange={(state) =>
            set({ state: state === 'open' ? undefined : (state as TicketSearch['state']) })
          }
          data={[
            { value: 'open', label: t('Open') },
            { value: 'closed', label: t('Closed') },
            { value: 'all', label: t('All') },
          ]}
        />
        <Select
          aria-label={t('Due')}
          placeholder={t('Due: any time')}
          clearable
          value={search.due ?? null}
          onChange={(due) => set({ due: (due ?? undefined) as TicketSearch['due'] })}
          data={[
            { value: 'overdue', label: t('Overdue') },
            { value: 'week', label: t('Within seven days') },
          ]}
        />
        <Select
          aria-label={t('Priority')}
          placeholder={t('Any priority')}
          clearable
          value={search.priority ?? null}
          onChange={(priority) => set({ priority: (priority ?? undefined) as TicketSearch['priority'] })}
          data={[...PRIORITIES]}
        />
        <Select
          aria-label={t('Team')}
          placeholder={t('Any team')}
          clearable
          searchable
          value={search.team ?? null}
          onChange={(team) => set({ team: team ?? undefined })}
          data={teams.options}
        />
      </FilterBar>
      <Section title={t('Tickets')} silent>
        <ListView
          query={query}
          waiting={<TableSkeleton rows={10} />}
          empty={
            <EmptyState title={t('No tickets like this.')}>
              {t('Try fewer filters, or enjoy the quiet.')}
            </EmptyState>
          }
        >
          {(tickets) => (
            <DataTable label={t('Tickets')} columns={ticketColumns} rows={tickets} rowKey={({ id }) => id} />
          )}
        </ListView>
      </Section>
      {search.state !== 'closed' && <Waiting team={search.team} />}
    </Page>
  );
}
