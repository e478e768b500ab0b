import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Ticket } from '../../../contract/tickets.ts';
import { ticketQuery } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { words } from '../../ui/format.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Due } from '../../ui/time.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { shortFindingColumns } from '../findings/finding-columns.tsx';
import { toldOnce } from '../findings/told-once.ts';
import { askOf } from './ask.ts';
import { TicketComments } from './ticket-comments.tsx';
import classes from './ticket-page.module.css';
import { TicketSide } from './ticket-side.tsx';

const route = getRouteApi('/inside/tickets/$ticketId');

function Body({ ticket }: { ticket: Ticket }) {
  const hidden = ticket.findings - ticket.findingList.length;
  return (
    <Columns
      main={
        <>
          <Section title={t('The ask')}>
            <Padded>
              <Markdown text={askOf(ticket.body)} />
            </Padded>
          </Section>
          <Section
            title={t('Findings it removes')}
            note={t('{findings, plural, one {# finding} other {# findings}}', { findings: ticket.findings })}
            action={
              hidden > 0 && (
                <TextLink to="/findings" search={{ fix: ticket.fix.id, state: 'all' }}>
                  {t('All of them')}
                </TextLink>
              )
            }
          >
            <DataTable
              label={t('Findings')}
              columns={shortFindingColumns}
              rows={toldOnce(ticket.findingList)}
              rowKey={({ id }) => id}
            />
          </Section>
          <TicketComments ticket={ticket} />
        </>
      }
      side={<TicketSide ticket={ticket} />}
    />
  );
}

function Lead({ ticket }: { ticket: Ticket }) {
  return (
    <span className={classes.lead}>
      <PriorityBadge priority={ticket.priority} />
      <Due at={ticket.dueAt} done={ticket.state === 'closed'} />
      <span>{words(ticket.state)}</span>
      <TextLink to="/teams/$teamKey" params={{ teamKey: ticket.team.key }}>
        {ticket.team.name}
      </TextLink>
      <span>{ticket.target.key}</span>
    </span>
  );
}

export function TicketPage() {
  const { ticketId } = route.useParams();
  const query = useQuery(ticketQuery(ticketId));
  const ticket = query.data;
  return (
    <Page
      title={ticket ? `${ticket.key} ${ticket.title}` : t('Ticket')}
      heading={ticket?.title ?? (query.isPending ? <WaitingHeading width="55%" /> : t('Ticket'))}
      above={
        <>
          <TextLink to="/tickets">{t('Tickets')}</TextLink>
          {ticket && <span className={classes.key}> · {ticket.key}</span>}
        </>
      }
      lead={
        ticket ? <Lead ticket={ticket} /> : query.isPending && <Skeleton height={16} width="45%" mt={8} />
      }
    >
      <Answered
        query={query}
        waiting={<Columns main={<TableSkeleton rows={8} />} side={<TableSkeleton rows={4} />} />}
      >
        {(known) => <Body ticket={known} />}
      </Answered>
    </Page>
  );
}
