import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { WaitingFix } from '../../../contract/pacing.ts';
import { lookAtAHold } from '../../api/waiting.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { Due } from '../../ui/time.tsx';
import classes from './waiting.module.css';

const inside = getRouteApi('/inside');
const DECIDERS = ['champion', 'partner', 'manager', 'leader', 'security', 'admin'];

/** Time to look again: it is held on, or its owner gets the ticket. */
function LookAgain({ fix }: { fix: WaitingFix }) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const looking = useMutation({
    mutationFn: lookAtAHold,
    onSettled: () =>
      Promise.all(
        ['waiting', 'tickets', 'fixes'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      ),
  });
  if (!me.roles.some((role) => DECIDERS.includes(role))) return null;
  const last = fix.reviews >= fix.maxReviews;
  return (
    <div className={classes.buttons}>
      {looking.error && <ProblemState error={looking.error} />}
      <Button
        size="xs"
        variant="default"
        disabled={last}
        loading={looking.isPending}
        onClick={() => looking.mutate({ id: fix.id, word: 'goes-on' })}
      >
        {last ? t('Held {reviews} times already', { reviews: fix.reviews }) : t('Hold it on')}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={looking.isPending}
        onClick={() => looking.mutate({ id: fix.id, word: 'ticket' })}
      >
        {t('Ticket now')}
      </Button>
    </div>
  );
}

/** A fix without a ticket: what ends the waiting, why it waits, and its date, which stays. */
export function WaitingRow({ fix, ofTeam }: { fix: WaitingFix; ofTeam: boolean }) {
  return (
    <article className={classes.row} aria-label={fix.title}>
      <PriorityBadge priority={fix.priority} />
      <span className={classes.title}>
        <TextLink to="/fixes/$fixId" params={{ fixId: fix.id }}>
          <Breakable text={fix.title} />
        </TextLink>
      </span>
      <span className={classes.due}>
        <Due at={fix.dueAt} />
      </span>
      <span className={classes.words}>
        {!ofTeam && `${fix.team.name}: `}
        {fix.until}
      </span>
      <span className={classes.words}>{fix.because}</span>
      {fix.lookAgain && <LookAgain fix={fix} />}
    </article>
  );
}
