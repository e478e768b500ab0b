import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TeamPage as Team } from '../../../contract/insight.ts';
import { teamQuery } from '../../api/insight.ts';
import { ticketsQuery } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { PriorityCounts } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { TeamAsks } from '../asks/team-asks.tsx';
import { teamSentence } from '../insight/sentence.ts';
import { TeamOwns } from '../ownership/team-owns.tsx';
import { queueColumns } from '../tickets/ticket-columns.tsx';
import { Waiting as WaitingFixes } from '../tickets/waiting.tsx';
import { TeamPublications } from '../wall/team-publications.tsx';
import { TeamCourse } from './team-course.tsx';
import { TeamDescriptors } from './team-descriptors.tsx';
import { TeamPeople } from './team-people.tsx';

const route = getRouteApi('/inside/teams/$teamKey');

function Numbers({ team }: { team: Team }) {
  return (
    <Stats>
      <Link to="/tickets" search={{ team: team.key }}>
        <Stat name={t('Open tickets')} value={number(team.open)} />
      </Link>
      <Link to="/tickets" search={{ team: team.key, due: 'week' }}>
        <Stat
          name={t('Due this week')}
          value={number(team.dueThisWeek)}
          tone={team.dueThisWeek > 0 ? 'soon' : undefined}
        />
      </Link>
      <Link to="/tickets" search={{ team: team.key, due: 'overdue' }}>
        <Stat
          name={t('Overdue')}
          value={number(team.overdue)}
          tone={team.overdue > 0 ? 'overdue' : undefined}
        />
      </Link>
      <div>
        <Stat
          name={t('Median days to fix')}
          value={team.medianDaysToFix === null ? '–' : Math.round(team.medianDaysToFix)}
          note={
            team.medianDaysToFix === null ? t('too few fixes in 90 days') : t('verified fixes of 90 days')
          }
        />
      </div>
    </Stats>
  );
}

function Queue({ team }: { team: Team }) {
  const query = useInfiniteQuery(ticketsQuery({ team: team.key, state: 'open' }));
  return (
    <Section title={t('Queue {queue}', { queue: team.queue })} note={t('Soonest due first')}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={6} />}
        empty={
          <EmptyState title={t('The queue is empty.')}>
            {t('New tickets for {name} will stand here, each with its reason and its date.', {
              name: team.name,
            })}
          </EmptyState>
        }
      >
        {(tickets) => (
          <DataTable
            label={t('Queue {queue}', { queue: team.queue })}
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
      title={team?.name ?? t('Team')}
      heading={team?.name ?? (query.isPending ? <WaitingHeading width={220} /> : t('Team'))}
      above={
        <>
          <TextLink to="/teams">{t('Teams')}</TextLink>
          {team?.registered.unit && (
            <>
              {' · '}
              <TextLink to="/units/$unitKey" params={{ unitKey: team.registered.unit }}>
                {team.unit}
              </TextLink>
            </>
          )}
          {' · '}
          <TextLink to="/standard">{t('What is asked of every team')}</TextLink>
        </>
      }
      lead={team && teamSentence(team)}
      actions={
        <Button
          renderRoot={(props) => <Link to="/teams/$teamKey/meeting" params={{ teamKey }} {...props} />}
          variant="default"
        >
          {t('Meeting with security')}
        </Button>
      }
    >
      <Answered query={query} waiting={<Waiting />}>
        {(known) => (
          <>
            <Numbers team={known} />
            <Columns
              main={
                <>
                  <TeamCourse team={known.key} />
                  <Queue team={known} />
                  <WaitingFixes team={known.key} />
                  <TeamOwns team={known} />
                </>
              }
              side={
                <>
                  <Section title={t('Open by priority')}>
                    <Padded>
                      <PriorityCounts counts={known.openByPriority} />
                    </Padded>
                  </Section>
                  <TeamAsks team={known.key} />
                  <TeamPeople team={known} />
                  <TeamPublications team={known} />
                  <TeamDescriptors team={known.key} />
                </>
              }
            />
          </>
        )}
      </Answered>
    </Page>
  );
}
