import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Wall } from '../../../contract/wall.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { clockTime, dueState, number, relativeTime } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { useNow } from '../../ui/now.ts';
import { useWall } from './use-wall.ts';
import classes from './wall.module.css';
import { WallDays } from './wall-days.tsx';

const route = getRouteApi('/wall');

function Big({ name, value, tone }: { name: string; value: number; tone?: 'overdue' | 'soon' | undefined }) {
  return (
    <div className={classes.big} data-tone={tone}>
      <dt>{name}</dt>
      <dd>{number(value)}</dd>
    </div>
  );
}

function Numbers({ wall }: { wall: Wall }) {
  const today = wall.days.at(-1);
  return (
    <dl className={classes.numbers}>
      <Big name={t('Open')} value={wall.open} />
      <Big name={t('Overdue')} value={wall.overdue} tone={wall.overdue > 0 ? 'overdue' : undefined} />
      <Big name={t('Due in 7 days')} value={wall.dueSoon} tone={wall.dueSoon > 0 ? 'soon' : undefined} />
      <Big name={t('Opened today')} value={today?.opened ?? 0} />
      <Big name={t('Closed today')} value={today?.closed ?? 0} />
    </dl>
  );
}

function Priorities({ wall }: { wall: Wall }) {
  return (
    <dl className={classes.priorities} aria-label={t('Open by priority')}>
      {PRIORITIES.map((priority) => (
        <div key={priority} data-priority={priority}>
          <dt>{priority}</dt>
          <dd>{number(wall.openByPriority[priority] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Next({ wall }: { wall: Wall }) {
  const now = useNow();
  return (
    <section className={classes.list}>
      <h2>{t('Next deadlines')}</h2>
      {wall.next.length === 0 && <p>{t('Nothing has a date ahead.')}</p>}
      <ol>
        {wall.next.map(({ ticket, team, priority, dueAt, title }) => {
          const { tone, text } = dueState(dueAt, now);
          return (
            <li key={ticket}>
              <span className={classes.priority} data-priority={priority}>
                {priority}
              </span>
              <span className={classes.what}>
                <b>{team}</b> {ticket}
                {title && (
                  <span className={classes.title}>
                    <Breakable text={title} />
                  </span>
                )}
              </span>
              <time dateTime={dueAt} data-tone={tone}>
                {text}
              </time>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Fixes({ wall }: { wall: Wall }) {
  const now = useNow();
  return (
    <section className={classes.list}>
      <h2>{t('Newest fixes')}</h2>
      {wall.fixes.length === 0 && <p>{t('The first fix will stand here.')}</p>}
      <ol>
        {wall.fixes.map(({ ticket, team, closedAt, title }) => (
          <li key={ticket}>
            <span className={classes.what}>
              <b>{team}</b> {ticket}
              {title && (
                <span className={classes.title}>
                  <Breakable text={title} />
                </span>
              )}
            </span>
            <time dateTime={closedAt}>{relativeTime(closedAt, now)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Ended({ problem }: { problem: Error }) {
  const signedOut = problem instanceof ApiProblem && problem.status === 401;
  return (
    <div className={classes.ended} role="alert">
      <p>{signedOut ? t('This screen may not show a wall, or not any more.') : problem.message}</p>
      <p>
        {signedOut ? (
          <Say
            text="Open the link of a wall that security made, or <link>sign in</link>."
            link={(words) => <Link to="/sign-in">{words}</Link>}
          />
        ) : (
          t('It is tried again by itself.')
        )}
      </p>
    </div>
  );
}

/** The screen on the wall: big numbers, live; no names of people. */
export function WallPage() {
  const { team, unit } = route.useSearch();
  const { wall, live, problem } = useWall({ team, unit });
  useDocumentTitle(`${wall?.scope.name ?? t('Wall')} · Lanekeeper`);
  return (
    <main className={classes.wall}>
      <header className={classes.head}>
        <Mark />
        <h1>{wall?.scope.name ?? t('Lanekeeper')}</h1>
        {wall && (
          <span className={classes.live} data-live={live}>
            {live ? t('live') : t('connecting')} · {clockTime(wall.at)}
          </span>
        )}
      </header>
      {wall && (
        <>
          <Numbers wall={wall} />
          <div className={classes.middle}>
            <Priorities wall={wall} />
            <WallDays days={wall.days} />
          </div>
          <div className={classes.lists}>
            <Next wall={wall} />
            <Fixes wall={wall} />
          </div>
        </>
      )}
      {!wall && problem && <Ended problem={problem} />}
    </main>
  );
}
