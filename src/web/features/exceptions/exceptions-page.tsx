import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Exception } from '../../../contract/exceptions.ts';
import { type ExceptionFilter, exceptionsQuery, GRANTED_CSV, waitingQuery } from '../../api/exceptions.ts';
import { t } from '../../texts/t.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
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
    ? t(
        'Nothing waits for you. Whoever sees a finding can ask to be let off; who decides is written in the policy.',
      )
    : t('{waiting} {waiting, plural, one {waits} other {wait}} for your word.', { waiting });

/** What is asked for, who decides, and what was granted until when. */
export function ExceptionsPage() {
  const { me } = inside.useRouteContext();
  const waiting = useQuery(waitingQuery);
  const bringsVex = me.roles.some((role) => role === 'security' || role === 'admin');
  return (
    <Page
      title={t('Exceptions')}
      lead={waiting.data && leadOf(waiting.data.waiting)}
      actions={
        <>
          <Button component="a" href={GRANTED_CSV} download variant="default" size="sm">
            {t('Granted as CSV')}
          </Button>
          <SayAsVex />
          {bringsVex && <BringVex />}
        </>
      }
    >
      <Exceptions
        title={t('Waiting for you')}
        note={t('Your word counts here')}
        filter={{ mine: true }}
        empty={t('Nothing. When somebody asks for something that you may decide, it stands here.')}
      />
      <Exceptions
        title={t('Waiting for others')}
        note={t('Each says who decides')}
        filter={{ mine: false }}
        empty={t('Nobody waits for anybody. “Ask for an exception” stands on every finding and every fix.')}
      />
      <Exceptions
        title={t('Granted')}
        note={t('Findings open again when they end')}
        filter={{ state: 'granted' }}
        empty={t('Nothing is let off.')}
      />
      <Exceptions
        title={t('Past')}
        note={t('Refused, taken back, ended')}
        filter={{ state: 'past' }}
        empty={t('Nothing yet.')}
      />
    </Page>
  );
}
