import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Exception } from '../../../contract/exceptions.ts';
import { type ExceptionFilter, exceptionsQuery, GRANTED_CSV, waitingQuery } from '../../api/exceptions.ts';
import { TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { BringVex } from './bring-vex.tsx';
import { ExceptionCard } from './exception-card.tsx';
import { SayAsVex } from './say-as-vex.tsx';

const inside = getRouteApi('/inside');

interface ListProps {
  title: string;
  note: string;
  filter: ExceptionFilter;
  empty: string;
}

function Exceptions({ title, note, filter, empty }: ListProps) {
  const query = useInfiniteQuery(exceptionsQuery(filter));
  return (
    <Section title={title} note={note}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={2} />}
        empty={
          <Padded>
            <span className="quiet">{empty}</span>
          </Padded>
        }
      >
        {(rows: Exception[]) => rows.map((one) => <ExceptionCard key={one.id} exception={one} />)}
      </ListView>
    </Section>
  );
}

const leadOf = (waiting: number): string =>
  waiting === 0
    ? 'Nothing waits for you. Whoever sees a finding can ask to be let off; who decides is written in the policy.'
    : `${waiting} ${waiting === 1 ? 'waits' : 'wait'} for your word.`;

/** What is asked for, who decides, and what was granted until when. */
export function ExceptionsPage() {
  const { me } = inside.useRouteContext();
  const waiting = useQuery(waitingQuery);
  const bringsVex = me.roles.some((role) => role === 'security' || role === 'admin');
  return (
    <Page
      title="Exceptions"
      lead={waiting.data && leadOf(waiting.data.waiting)}
      actions={
        <>
          <Button component="a" href={GRANTED_CSV} download variant="default" size="sm">
            Granted as CSV
          </Button>
          <SayAsVex />
          {bringsVex && <BringVex />}
        </>
      }
    >
      <Exceptions
        title="Waiting for you"
        note="Your word counts here"
        filter={{ mine: true }}
        empty="Nothing. When somebody asks for something that you may decide, it stands here."
      />
      <Exceptions
        title="Waiting for others"
        note="Each says who decides"
        filter={{ mine: false }}
        empty="Nobody waits for anybody. “Ask for an exception” stands on every finding and every fix."
      />
      <Exceptions
        title="Granted"
        note="Findings open again when they end"
        filter={{ state: 'granted' }}
        empty="Nothing is let off."
      />
      <Exceptions
        title="Past"
        note="Refused, taken back, ended"
        filter={{ state: 'past' }}
        empty="Nothing yet."
      />
    </Page>
  );
}
