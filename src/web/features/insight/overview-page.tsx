import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Overview } from '../../../contract/insight.ts';
import { overviewQuery } from '../../api/insight.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState, TextSkeleton } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Trend } from '../../ui/trend.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { CompanyTabs } from '../home/company-tabs.tsx';
import { ticketColumns } from '../tickets/ticket-columns.tsx';
import { extentSentence, overviewSentence } from './sentence.ts';
import { teamLoadColumns } from './team-load-columns.tsx';

const inside = getRouteApi('/inside');

function Totals({ totals }: Pick<Overview, 'totals'>) {
  return (
    <Stats>
      <Link to="/tickets">
        <Stat name={t('Open tickets')} value={number(totals.openTickets)} />
      </Link>
      <Link to="/tickets" search={{ due: 'week' }}>
        <Stat
          name={t('Due this week')}
          value={number(totals.dueThisWeek)}
          tone={totals.dueThisWeek > 0 ? 'soon' : undefined}
        />
      </Link>
      <Link to="/tickets" search={{ due: 'overdue' }}>
        <Stat
          name={t('Overdue')}
          value={number(totals.overdue)}
          tone={totals.overdue > 0 ? 'overdue' : undefined}
        />
      </Link>
      <Link to="/unowned">
        <Stat name={t('Findings without an owner')} value={number(totals.unownedFindings)} />
      </Link>
      <Link to="/scans" search={{ state: 'failed' }}>
        <Stat name={t('Scans that failed')} value={number(totals.failedScans)} />
      </Link>
    </Stats>
  );
}

function Empty() {
  return (
    <Section title={t('To begin')}>
      <EmptyState
        title={t('Nothing has come in yet.')}
        action={
          <Button renderRoot={(props) => <Link to="/scans" {...props} />}>
            {t('Send the first report')}
          </Button>
        }
      >
        <Say
          text="Send a scanner’s report: here by dropping a file, or from a pipeline with <code>lanekeeper ingest</code>. What it finds shows here, with an owner and a date."
          code={(words) => <span className="mono">{words}</span>}
        />
      </EmptyState>
    </Section>
  );
}

function Board({ overview }: { overview: Overview }) {
  if (overview.totals.scans === 0 && overview.totals.openFindings === 0) return <Empty />;
  return (
    <>
      <Totals totals={overview.totals} />
      <Section title={t('Next to fix')} action={<TextLink to="/tickets">{t('All tickets')}</TextLink>}>
        {overview.next.length === 0 ? (
          <EmptyState title={t('No open tickets.')}>
            {t('The next fixes will stand here, soonest due first.')}
          </EmptyState>
        ) : (
          <DataTable
            label={t('Next to fix')}
            columns={ticketColumns}
            rows={overview.next}
            rowKey={({ id }) => id}
          />
        )}
      </Section>
      <Section title={t('Open findings')} note={t("At the end of each week; dashed: a tool's first scan")}>
        <Trend weeks={overview.weeks} introductions={overview.toolIntroductions} />
      </Section>
      <Section title={t('Teams')} action={<TextLink to="/teams">{t('All teams')}</TextLink>}>
        <DataTable
          label={t('Teams by what is overdue')}
          columns={teamLoadColumns}
          rows={overview.teams}
          rowKey={({ key }) => key}
          sortable
        />
      </Section>
    </>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={82} radius="lg" />
      <Section title={t('Next to fix')}>
        <TableSkeleton rows={6} />
      </Section>
      <Section title={t('Open findings')}>
        <Skeleton height={232} />
      </Section>
    </>
  );
}

export function OverviewPage() {
  const { me } = inside.useRouteContext();
  const query = useQuery(overviewQuery);
  const known = query.data;
  const heading = known && known.totals.scans > 0 ? overviewSentence(known, me) : undefined;
  return (
    <Page
      title={t('Company')}
      heading={heading ?? (query.isPending ? <WaitingHeading width={340} /> : t('Company'))}
      lead={
        known
          ? known.totals.scans > 0 && extentSentence(known)
          : query.isPending && <TextSkeleton lines={1} />
      }
    >
      <CompanyTabs />
      <Answered query={query} waiting={<Waiting />}>
        {(overview) => <Board overview={overview} />}
      </Answered>
    </Page>
  );
}
