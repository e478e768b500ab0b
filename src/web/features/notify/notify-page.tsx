import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { meQuery } from '../../api/access.ts';
import { digestQuery, preferencesQuery } from '../../api/notify.ts';
import { language } from '../../texts/language.ts';
import { t } from '../../texts/t.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState, TextSkeleton } from '../../ui/states.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { Accounts } from './accounts.tsx';
import classes from './notify-page.module.css';
import { PreferencesForm } from './preferences-form.tsx';

const route = getRouteApi('/inside/notify');

/** What do I, or does my team, hear, by which way and when? */
export function NotifyPage() {
  const { team } = route.useSearch();
  const preferences = useQuery(preferencesQuery(team));
  const { data: set } = preferences;
  const { nameOf } = useTeamNames();
  const lead =
    set &&
    (set.problem ??
      t('Reached {join}. The next digest may come on {nextDigestAt}.', {
        join: set.reached.join(' and '),
        nextDigestAt: shown(set.nextDigestAt, set.zoneInUse),
      }));
  return (
    <Page
      title={team === undefined ? t('What you hear') : t('What {team} hears', { team: nameOf(team) })}
      above={<Whose team={team} />}
      lead={lead}
    >
      <Section title={t('What is told, and when')} silent>
        <Padded>
          {set ? (
            <PreferencesForm key={team ?? ''} team={team} set={set} />
          ) : preferences.error ? (
            <ProblemState error={preferences.error} retry={() => preferences.refetch()} />
          ) : (
            <TextSkeleton lines={8} />
          )}
        </Padded>
      </Section>
      {team !== undefined && <Preview team={team} />}
      {team === undefined && <Accounts />}
    </Page>
  );
}

/** The reader's own, and those of their teams. */
function Whose({ team }: { team: string | undefined }) {
  const { data } = useQuery(meQuery);
  const current = (key: string | undefined) => (key === team ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <nav className={classes.whose} aria-label={t('Whose')}>
      <Link to="/notify" search={{}} className="link" {...current(undefined)}>
        {t('You')}
      </Link>
      {data?.teams.map(({ key, name }) => (
        <Link key={key} to="/notify" search={{ team: key }} className="link" {...current(key)}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

function Preview({ team }: { team: string }) {
  const digest = useQuery(digestQuery(team));
  const message = digest.data?.message;
  return (
    <Section title={t('The digest, as it would be now')} note={t('Looking at it tells nobody')}>
      <Padded>
        {message ? (
          <>
            <p className={classes.subject}>{message.title}</p>
            <Markdown text={message.body} />
          </>
        ) : digest.error ? (
          <ProblemState error={digest.error} retry={() => digest.refetch()} />
        ) : digest.data ? (
          <EmptyState title={t('Nothing to say')}>{t('Then nothing is sent.')}</EmptyState>
        ) : (
          <TextSkeleton />
        )}
      </Padded>
    </Section>
  );
}

const shown = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso));
