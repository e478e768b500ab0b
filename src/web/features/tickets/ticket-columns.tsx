import type { TicketRow } from '../../../contract/tickets.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { words } from '../../ui/format.ts';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink, TextLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { Due } from '../../ui/time.tsx';
import classes from './ticket-columns.module.css';

const column = columnsOf<TicketRow>();

const priority = column.accessor('priority', {
  header: t('Priority'),
  meta: { width: '88px', narrow: 'top' },
  cell: ({ getValue }) => <PriorityBadge priority={getValue()} />,
});

const title = column.accessor('title', {
  header: t('Ticket'),
  meta: { narrow: 'title' },
  cell: ({ row: { original: ticket } }) => (
    <>
      <RowLink to="/tickets/$ticketId" params={{ ticketId: ticket.key }}>
        <Breakable text={ticket.title} />
      </RowLink>
      <div className={classes.under}>
        <span className={classes.key}>{ticket.key}</span>
        <span>
          <Breakable text={ticket.target.key} />
        </span>
        <span>
          {t('{findings, plural, one {# finding} other {# findings}}', { findings: ticket.findings })}
        </span>
      </div>
    </>
  ),
});

const team = column.accessor((ticket) => ticket.team.name, {
  id: 'team',
  header: t('Team'),
  meta: { width: '170px' },
  cell: ({ row: { original: ticket } }) => (
    <TextLink to="/teams/$teamKey" params={{ teamKey: ticket.team.key }}>
      {ticket.team.name}
    </TextLink>
  ),
});

const state = column.accessor('state', {
  header: t('State'),
  meta: { width: '120px' },
  cell: ({ getValue, row: { original: ticket } }) => (
    <>
      {words(getValue())}
      {ticket.assignee && <div className={classes.under}>{ticket.assignee}</div>}
    </>
  ),
});

const due = column.accessor('dueAt', {
  header: t('Due'),
  meta: { width: '186px', align: 'end', narrow: 'top' },
  cell: ({ row: { original: ticket } }) => <Due at={ticket.dueAt} done={ticket.state === 'closed'} />,
});

export const ticketColumns = column.columns([priority, title, team, state, due]);
/** On a team's own page the team goes without saying. */
export const queueColumns = column.columns([priority, title, state, due]);
