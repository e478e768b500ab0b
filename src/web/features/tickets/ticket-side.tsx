import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { ChangeTicket, Ticket } from '../../../contract/tickets.ts';
import { changeATicket } from '../../api/tickets.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { capitalised } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { AskSecurity } from '../asks/ask-security.tsx';
import { packageOf } from '../findings/place.ts';
import { RemoteSide } from './remote-side.tsx';
import classes from './ticket-page.module.css';

const inside = getRouteApi('/inside');

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'in-progress', label: 'In progress' },
  { value: 'claimed-fixed', label: 'Fixed' },
];

/** Kinds of fix that a person proves, not a scan. */
const BY_HAND: ReadonlySet<string> = new Set(['rotate', 'retest']);

function Progress({ ticket }: { ticket: Ticket }) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const [assignee, setAssignee] = useState(ticket.assignee ?? '');
  const changing = useMutation({
    mutationFn: (change: ChangeTicket) => changeATicket(ticket.id, change),
    onSuccess: async (_, change) => {
      await queries.invalidateQueries({ queryKey: ['tickets'] });
      if (change.state === 'claimed-fixed') {
        notifications.show({
          message: BY_HAND.has(ticket.fix.kind)
            ? 'Thank you. No scan can see that: say so on the finding’s page, with evidence, and it closes.'
            : 'Thank you. It closes by itself when the next scan no longer sees it.',
        });
      }
    },
  });
  const assign = (name: string) => {
    setAssignee(name);
    changing.mutate({ assignee: name.trim() || null });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    assign(assignee);
  };
  return (
    <div className={classes.assign}>
      <SegmentedControl
        aria-label="State of the ticket"
        fullWidth
        size="xs"
        value={ticket.state}
        disabled={changing.isPending}
        onChange={(state) => changing.mutate({ state: state as ChangeTicket['state'] })}
        data={STATES}
      />
      <form onSubmit={submit} className={classes.assignee}>
        <TextInput
          label="Assignee"
          placeholder="Nobody yet"
          value={assignee}
          onChange={(event) => setAssignee(event.currentTarget.value)}
        />
        {assignee.trim() !== (ticket.assignee ?? '') ? (
          <Button type="submit" variant="default" loading={changing.isPending}>
            Save
          </Button>
        ) : (
          ticket.assignee !== me.name && (
            <Button variant="default" loading={changing.isPending} onClick={() => assign(me.name)}>
              Take it
            </Button>
          )
        )}
      </form>
      {changing.error && <ProblemState error={changing.error} />}
    </div>
  );
}

export function TicketSide({ ticket }: { ticket: Ticket }) {
  const closed = ticket.state === 'closed';
  return (
    <>
      <Section title="Progress">
        <Padded>
          {closed ? (
            'Closed. The comments say what proved it.'
          ) : (
            <Progress key={ticket.assignee} ticket={ticket} />
          )}
        </Padded>
      </Section>
      {ticket.remote && <RemoteSide remote={ticket.remote} />}
      <AskSecurity about={{ ticket: ticket.key }} />
      <Section title="About">
        <Padded>
          <Facts
            facts={[
              ['Queue', ticket.queue],
              [
                'Fix',
                <TextLink key="fix" to="/fixes/$fixId" params={{ fixId: ticket.fix.id }}>
                  {capitalised(ticket.fix.kind)}
                </TextLink>,
              ],
              [
                'Package',
                ticket.fix.component && (
                  <span className="mono">
                    <Breakable text={packageOf(ticket.fix.component).name} />
                  </span>
                ),
              ],
              ['To version', ticket.fix.toVersion && <span className="mono">{ticket.fix.toVersion}</span>],
              ['Opened', <RelativeTime key="opened" at={ticket.openedAt} />],
              ['Closed', ticket.closedAt && <RelativeTime at={ticket.closedAt} />],
            ]}
          />
        </Padded>
      </Section>
    </>
  );
}
