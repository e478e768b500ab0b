import { Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TeamPage as Team } from '../../../contract/insight.ts';
import { teamQuery } from '../../api/insight.ts';
import { ticketsQuery } from '../../api/tickets.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { PriorityCounts } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Trend } from '../../ui/trend.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { TeamAsks } from '../asks/team-asks.tsx';
import { teamSentence } from '../insight/sentence.ts';
import { TeamOwns } from '../ownership/team-owns.tsx';
import { queueColumns } from '../tickets/ticket-columns.tsx';
import { Waiting as WaitingFixes } from '../tickets/waiting.tsx';
import { TeamPeople } from './team-people.tsx';

const route = getRouteApi('/inside/teams/$teamKey');

function Numbers({ team }: { team: Team }) {
  return (
    <Stats>
      <Link to="/tickets" search={{ team: team.key }}>
        <Stat name="Open tickets" value={number(team.open)} />
      </Link>
      <Link to="/tickets" search={{ team: team.key, due: 'week' }}>
        <Stat
          name="Due this week"
          value={number(team.dueThisWeek)}
          tone={team.dueThisWeek > 0 ? 'soon' : undefined}
        />
      </Link>
      <Link to="/tickets" search={{ team: team.key, due: 'overdue' }}>
        <Stat name="Overdue" value={number(team.overdue)} tone={team.overdue > 0 ? 'overdue' : undefined} />
      </Link>
      <div>
        <Stat
          name="Median days to fix"
          value={team.medianDaysToFix === null ? '–' : Math.round(team.medianDaysToFix)}
          note={team.medianDaysToFix === null ? 'too few fixes in 90 days' : 'verified fixes of 90 days'}
        />
      </div>
    </Stats>
  );
}

function Queue({ team }: { team: Team }) {
  const query = useInfiniteQuery(ticketsQuery({ team: team.key, state: 'open' }));
  return (
    <Section title={`Queue ${team.queue}`} note="Soonest due first">
      <ListView
        query={query}
        waiting={<TableSkeleton rows={6} />}
        empty={
          <EmptyState title="The queue is empty.">
            New tickets for {team.name} will stand here, each with its reason and its date.
          </EmptyState>
        }
      >
        {(tickets) => (
          <DataTable
            label={`Queue ${team.queue}`}
            columns={queueColumns}
            rows={tickets}
            rowKey={({ id }) => id}
          />
        )}
      </ListView>
    </Section>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={82} radius="lg" />
      <Columns main={<TableSkeleton rows={7} />} side={<TableSkeleton rows={4} />} />
    </>
  );
}

export function TeamPage() {
  const { teamKey } = route.useParams();
  const query = useQuery(teamQuery(teamKey));
  const team = query.data;
  return (
    <Page
      title={team?.name ?? 'Team'}
      heading={team?.name ?? (query.isPending ? <WaitingHeading width={220} /> : 'Team')}
      above={
        <>
          <TextLink to="/teams">Teams</TextLink>
          {team?.unit && ` · ${team.unit}`}
          {' · '}
          <TextLink to="/standard">What is asked of every team</TextLink>
        </>
      }
      lead={team && teamSentence(team)}
    >
      <Answered query={query} waiting={<Waiting />}>
        {(known) => (
          <>
            <Numbers team={known} />
            <Columns
              main={
                <>
                  <Section title="Open findings" note="At the end of each week">
                    <Trend weeks={known.weeks} />
                  </Section>
                  <Queue team={known} />
                  <WaitingFixes team={known.key} />
                  <TeamOwns team={known} />
                </>
              }
              side={
                <>
                  <Section title="Open by priority">
                    <Padded>
                      <PriorityCounts counts={known.openByPriority} />
                    </Padded>
                  </Section>
                  <TeamAsks team={known.key} />
                  <TeamPeople team={known} />
                </>
              }
            />
          </>
        )}
      </Answered>
    </Page>
  );
}
