import { useInfiniteQuery } from '@tanstack/react-query';
import type { TeamHome as Told } from '../../../contract/home.ts';
import { ticketsQuery } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { queueColumns } from '../tickets/ticket-columns.tsx';
import { DecisionList } from './decision-list.tsx';
import { NextThings } from './next-things.tsx';

/** So many teams show their queues one below the other; with more, each has its own page. */
const QUEUES = 3;

function Queue({ team }: { team: Told['teams'][number] }) {
  const query = useInfiniteQuery(ticketsQuery({ team: team.key, state: 'open' }));
  return (
    <Section
      title={t('Queue of {name}', { name: team.name })}
      note={t('{open, plural, one {# open ticket} other {# open tickets}}, soonest due first', {
        open: team.open,
      })}
      action={
        <TextLink to="/teams/$teamKey" params={{ teamKey: team.key }}>
          {t('The team')}
        </TextLink>
      }
    >
      <ListView
        query={query}
        waiting={<TableSkeleton rows={5} />}
        empty={
          <Padded>
            <span className="quiet">{t('Nothing is open.')}</span>
          </Padded>
        }
      >
        {(tickets) => (
          <DataTable
            label={t('Queue of {name}', { name: team.name })}
            columns={queueColumns}
            rows={tickets}
            rowKey={({ id }) => id}
          />
        )}
      </ListView>
    </Section>
  );
}

export function TeamHome({ face }: { face: Told }) {
  const { teams, next, decisions, asksWaiting } = face;
  return (
    <>
      <Section
        title={t('Next')}
        note={teams.length > 1 ? t('Of your teams together') : undefined}
        action={
          asksWaiting > 0 && (
            <TextLink to="/asks">
              {t('{asksWaiting, plural, one {# ask waits for you} other {# asks wait for you}}', {
                asksWaiting,
              })}
            </TextLink>
          )
        }
      >
        {next.length === 0 ? (
          <EmptyState title={t('Nothing to do.')}>
            {t('The next fixes will stand here, each with its reason and its date.')}
          </EmptyState>
        ) : (
          <NextThings things={next} oneTeam={teams.length === 1} />
        )}
      </Section>
      {decisions.length > 0 && (
        <Section
          title={t('Waits for your decision')}
          action={<TextLink to="/exceptions">{t('All of them')}</TextLink>}
        >
          <DecisionList decisions={decisions} />
        </Section>
      )}
      {teams.slice(0, QUEUES).map((team) => (
        <Queue key={team.key} team={team} />
      ))}
    </>
  );
}
