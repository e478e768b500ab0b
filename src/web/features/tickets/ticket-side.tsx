import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { ChangeTicket, Ticket } from '../../../contract/tickets.ts';
import { changeATicket } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
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
  { value: 'open', label: t('Open') },
  { value: 'in-progress', label: t('In progress') },
  { value: 'claimed-fixed', label: t('Fixed') },
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
            ? t(
                'Thank you. No scan can see that: say so on the finding’s page, with evidence, and it closes.',
              )
            : t('Thank you. It closes by itself when the next scan no longer sees it.'),
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
        aria-label={t('State of the ticket')}
        fullWidth
        size="xs"
        value={ticket.state}
        disabled={changing.isPending}
        onChange={(state) => changing.mutate({ state: state as ChangeTicket['state'] })}
        data={STATES}
      />
      <form onSubmit={submit} className={classes.assignee}>
        <TextInput
          label={t('Assignee')}
          placeholder={t('Nobody yet')}
          value={assignee}
          onChange={(event) => setAssignee(event.currentTarget.value)}
        />
        {assignee.trim() !== (ticket.assignee ?? '') ? (
          <Button type="submit" variant="default" loading={changing.isPending}>
            {t('Save')}
          </Button>
        ) : (
          ticket.assignee !== me.name && (
            <Button variant="default" loading={changing.isPending} onClick={() => assign(me.name)}>
              {t('Take it')}
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
      <Section title={t('Progress')}>
        <Padded>
          {closed ? (
            t('Closed. The comments say what proved it.')
          ) : (
            <Progress key={ticket.assignee} ticket={ticket} />
          )}
        </Padded>
      </Section>
      {ticket.remote && <RemoteSide remote={ticket.remote} />}
      <AskSecurity about={{ ticket: ticket.key }} />
      <Section title={t('About')}>
        <Padded>
          <Facts
            facts={[
              [t('Queue'), ticket.queue],
              [
                t('Fix'),
                <TextLink key="fix" to="/fixes/$fixId" params={{ fixId: ticket.fix.id }}>
                  {capitalised(ticket.fix.kind)}
                </TextLink>,
              ],
              [
                t('Package'),
                ticket.fix.component && (
                  <span className="mono">
                    <Breakable text={packageOf(ticket.fix.component).name} />
                  </span>
                ),
              ],
              [t('To version'), ticket.fix.toVersion && <span className="mono">{ticket.fix.toVersion}</span>],
              [t('Opened'), <RelativeTime key="opened" at={ticket.openedAt} />],
              [t('Closed'), ticket.closedAt && <RelativeTime at={ticket.closedAt} />],
            ]}
          />
        </Padded>
      </Section>
    </>
  );
}
