import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { NextThing } from '../../../contract/home.ts';
import { ApiProblem } from '../../api/problem.ts';
import { changeATicket } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { Due } from '../../ui/time.tsx';
import { offerUndo } from '../../ui/undo.tsx';
import classes from './home.module.css';

const inside = getRouteApi('/inside');

/** The one thing to do now: take it, say that it is fixed, or wait for the scan that proves it. */
function Action({ thing }: { thing: NextThing }) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const { id, key } = thing.ticket;
  const again = async () => {
    await queries.invalidateQueries({ queryKey: ['home'] });
    await queries.invalidateQueries({ queryKey: ['tickets'] });
  };
  const begins = thing.state === 'open';
  const changing = useMutation({
    mutationFn: () =>
      changeATicket(id, begins ? { state: 'in-progress', assignee: me.name } : { state: 'claimed-fixed' }),
    onSuccess: async () => {
      const back = { state: thing.state, ...(begins && { assignee: thing.assignee }) };
      offerUndo(
        'next',
        begins ? t('{key} is yours now.', { key }) : t('The next scan will prove {key}.', { key }),
        () => void changeATicket(id, back).then(again, again),
      );
      await again();
    },
    onError: (error) =>
      notifications.show({
        color: 'red',
        message: error instanceof ApiProblem ? error.message : t('That did not work. Please try again.'),
      }),
  });
  if (thing.state === 'claimed-fixed') return <span className="quiet">{t('waits for the next scan')}</span>;
  if (thing.filed)
    return (
      <Button
        component="a"
        href={thing.filed.url}
        rel="noreferrer"
        target="_blank"
        variant="default"
        size="compact-sm"
      >
        {t('Open {key}', { key: thing.filed.key })}
      </Button>
    );
  return (
    <Button
      variant={begins ? 'light' : 'default'}
      size="compact-sm"
      loading={changing.isPending}
      onClick={() => changing.mutate()}
      aria-label={`${begins ? t('I take it') : t('It is fixed')}: ${key}`}
    >
      {begins ? t('I take it') : t('It is fixed')}
    </Button>
  );
}

/** What, why in one line, by when, and one action each. */
export function NextThings({ things, oneTeam }: { things: readonly NextThing[]; oneTeam: boolean }) {
  return (
    <ul className={classes.cards}>
      {things.map((thing) => (
        <li key={thing.ticket.id} className={classes.card}>
          <div className={classes.cardHead}>
            <PriorityBadge priority={thing.priority} />
            <Due at={thing.dueAt} />
          </div>
          <div className={classes.cardTitle}>
            <RowLink to="/tickets/$ticketId" params={{ ticketId: thing.ticket.key }}>
              <Breakable text={thing.title} />
            </RowLink>
          </div>
          <div className={classes.why}>{thing.why}</div>
          <div className={classes.under}>
            <span>{thing.ticket.key}</span>
            {!oneTeam && <span>{thing.team.name}</span>}
            <span>
              {t('{findings, plural, one {# finding} other {# findings}}', { findings: thing.findings })}
            </span>
            {thing.assignee && <span>{thing.assignee}</span>}
          </div>
          <Action thing={thing} />
        </li>
      ))}
    </ul>
  );
}
