import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Overview } from '../../../contract/insight.ts';
import { overviewQuery } from '../../api/insight.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState, TextSkeleton } from '../../ui/states.tsx';
import { Trend } from '../../ui/trend.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { ticketColumns } from '../tickets/ticket-columns.tsx';
import { extentSentence, overviewSentence } from './sentence.ts';
import { teamLoadColumns } from './team-load-columns.tsx';

const inside = getRouteApi('/inside');

function Totals({ totals }: Pick<Overview, 'totals'>) {
  return (
    <Stats>
      <Link to="/tickets">
        <Stat name="Open tickets" value={number(totals.openTickets)} />
      </Link>
      <Link to="/tickets" search={{ due: 'week' }}>
        <Stat
          name="Due this week"
          value={number(totals.dueThisWeek)}
          tone={totals.dueThisWeek > 0 ? 'soon' : undefined}
        />
      </Link>
      <Link to="/tickets" search={{ due: 'overdue' }}>
        <Stat
          name="Overdue"
          value={number(totals.overdue)}
          tone={totals.overdue > 0 ? 'overdue' : undefined}
        />
      </Link>
      <Link to="/unowned">
        <Stat name="Findings without an owner" value={number(totals.unownedFindings)} />
      </Link>
      <Link to="/scans" search={{ state: 'failed' }}>
        <Stat name="Scans that failed" value={number(totals.failedScans)} />
      </Link>
    </Stats>
  );
}

function Empty() {
  return (
    <Section title="To begin">
      <EmptyState
        title="Nothing has come in yet."
        action={
          <Button renderRoot={(props) => <Link to="/scans" {...props} />}>Send the first report</Button>
        }
      >
        Send a scanner's report: here by dropping a file, or from a pipeline with{' '}
        <span className="mono">lanekeeper ingest</span>. What it finds shows here, with an owner and a date.
      </EmptyState>
    </Section>
  );
}

function Board({ overview }: { overview: Overview }) {
  if (overview.totals.scans === 0 && overview.totals.openFindings === 0) return <Empty />;
  return (
    <>
      <Totals totals={overview.totals} />
      <Section title="Next to fix" action={<TextLink to="/tickets">All tickets</TextLink>}>
        {overview.next.length === 0 ? (
          <EmptyState title="No open tickets.">The next fixes will stand here, soonest due first.</EmptyState>
        ) : (
          <DataTable
            label="Next to fix"
            columns={ticketColumns}
            rows={overview.next}
            rowKey={({ id }) => id}
          />
        )}
      </Section>
      <Section title="Open findings" note="At the end of each week; dashed: a tool's first scan">
        <Trend weeks={overview.weeks} introductions={overview.toolIntroductions} />
      </Section>
      <Section title="Teams" action={<TextLink to="/teams">All teams</TextLink>}>
        <DataTable
          label="Teams by what is overdue"
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
      <Section title="Next to fix">
        <TableSkeleton rows={6} />
      </Section>
      <Section title="Open findings">
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
      title="Overview"
      heading={heading ?? (query.isPending ? <WaitingHeading width={340} /> : 'Overview')}
      lead={
        known
          ? known.totals.scans > 0 && extentSentence(known)
          : query.isPending && <TextSkeleton lines={1} />
      }
    >
      <Answered query={query} waiting={<Waiting />}>
        {(overview) => <Board overview={overview} />}
      </Answered>
    </Page>
  );
}
