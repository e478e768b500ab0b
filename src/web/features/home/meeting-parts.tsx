import type { ReactNode } from 'react';
import type { MeetingPage as Told } from '../../../contract/meetings.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { AskList } from './ask-list.tsx';
import homeClasses from './home.module.css';
import classes from './meeting.module.css';

export const Nothing = ({ children }: { children: ReactNode }) => (
  <Padded>
    <span className="quiet">{children}</span>
  </Padded>
);

type Side = Told['asks']['askedOfTeam'];

/** One direction of asks, the longest waiting first. */
export function AskSide({ title, side, action }: { title: string; side: Side; action?: ReactNode }) {
  const late = side.overdue > 0 ? t(', {overdue} overdue', { overdue: side.overdue }) : '';
  const note = side.open === 0 ? undefined : t('{open} open{late}', { open: side.open, late });
  return (
    <Section title={title} note={note} action={action}>
      {side.items.length === 0 ? <Nothing>{t('Nothing is open.')}</Nothing> : <AskList asks={side.items} />}
      {side.open > side.items.length && (
        <div className={classes.more}>
          {t('and {value} more in the list of asks', { value: side.open - side.items.length })}
        </div>
      )}
    </Section>
  );
}

/** Fixes since the last meeting: the newest, and how many there are. */
export function FixesSince({ title, fixes, empty }: { title: string; fixes: Told['closed']; empty: string }) {
  return (
    <Section title={title} note={fixes.count > 0 ? `${fixes.count}` : undefined}>
      {fixes.count === 0 ? (
        <Nothing>{empty}</Nothing>
      ) : (
        <ul className={homeClasses.list}>
          {fixes.items.map(({ key, title: what, priority, at }) => (
            <li key={key} className={homeClasses.item}>
              <div className={homeClasses.itemWords}>
                <RowLink to="/tickets/$ticketId" params={{ ticketId: key }}>
                  <Breakable text={what} />
                </RowLink>
                <div className={homeClasses.under}>
                  <PriorityBadge priority={priority} />
                  <span>{key}</span>
                </div>
              </div>
              <span className={homeClasses.itemSide}>
                <RelativeTime at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {fixes.count > fixes.items.length && (
        <div className={classes.more}>
          {t('and {value} more', { value: fixes.count - fixes.items.length })}
        </div>
      )}
    </Section>
  );
}

/** How much there is to do, how much more comes, and what is planned. */
export function Capacity({ capacity }: { capacity: Told['capacity'] }) {
  const { open, overdue, dueThisWeek, cap, madeThisWeek, waiting, waitingSince, sprints } = capacity;
  const planned = sprints.filter(({ name }) => name !== null);
  return (
    <Section title={t('Sprint and capacity')}>
      <ul className={classes.facts}>
        <li>
          {t(
            '{open, plural, one {# open ticket} other {# open tickets}}: {dueThisWeek} due this week, {overdue} overdue',
            { open, dueThisWeek, overdue },
          )}
        </li>
        <li>
          {cap === null
            ? t(
                '{madeThisWeek, plural, one {# new ticket} other {# new tickets}} this week; the policy sets no limit',
                { madeThisWeek },
              )
            : t(
                '{madeThisWeek, plural, one {# new ticket} other {# new tickets}} this week of at most {cap}',
                { madeThisWeek, cap },
              )}
        </li>
        {waiting > 0 && (
          <li>
            {waitingSince ? (
              <Say
                text="{waiting, plural, one {# fix waits} other {# fixes wait}} for a later week, the oldest since {since}"
                waiting={waiting}
                since={<RelativeTime at={waitingSince} />}
              />
            ) : (
              t('{waiting, plural, one {# fix waits} other {# fixes wait}} for a later week', { waiting })
            )}
          </li>
        )}
        {planned.map(({ name, tickets, asks }) => (
          <li key={name}>
            {name}: {t('{tickets, plural, one {# ticket} other {# tickets}}', { tickets })},{' '}
            {t('{asks, plural, one {# ask} other {# asks}}', { asks })}
          </li>
        ))}
        {planned.length > 0 &&
          sprints
            .filter(({ name }) => name === null)
            .map(({ tickets, asks }) => (
              <li key="none" className="quiet">
                {t(
                  'in no sprint: {tickets, plural, one {# ticket} other {# tickets}}, {asks, plural, one {# ask} other {# asks}}',
                  { tickets, asks },
                )}
              </li>
            ))}
        {planned.length === 0 && <li className="quiet">{t('Nothing is planned for a sprint yet.')}</li>}
      </ul>
    </Section>
  );
}
