import { Button, Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Home, HomeFace } from '../../../contract/home.ts';
import { homeQuery } from '../../api/home.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { AccompanyHome } from './accompany-home.tsx';
import classes from './home.module.css';
import { LeadHome } from './lead-home.tsx';
import { SecurityHome } from './security-home.tsx';
import { TeamHome } from './team-home.tsx';

const route = getRouteApi('/inside/');
const inside = getRouteApi('/inside');

const FACES: Record<HomeFace, string> = {
  team: t('My work'),
  accompany: t('Meetings'),
  lead: t('My unit'),
  security: t('Security'),
};

/** Only who is several things chooses; the choice stands in the address. */
function Faces({ home }: { home: Home }) {
  if (home.faces.length < 2) return null;
  return (
    <nav className={classes.faces} aria-label={t('What you are here')}>
      {home.faces.map((as, index) => {
        const here = home.face.as === as;
        return (
          <Link
            key={as}
            to="/"
            search={index === 0 ? {} : { as }}
            className={here ? `${classes.face} ${classes.here}` : classes.face}
            aria-current={here ? 'page' : undefined}
          >
            {FACES[as]}
          </Link>
        );
      })}
    </nav>
  );
}

function Nobody() {
  const { me } = inside.useRouteContext();
  return (
    <Section title={t('To begin')}>
      <EmptyState
        title={t('You are in no team yet.')}
        action={
          <Button renderRoot={(props) => <Link to="/teams" {...props} />}>{t('Find your team')}</Button>
        }
      >
        <Say
          text="Once you are in one, its next fixes stand here, each with its reason and its date. The manager of a team or security can add {email}. Until then everything can be read: <company>the company</company> at a glance, or <findings>all findings</findings>."
          email={me.email}
          company={(words) => <TextLink to="/company">{words}</TextLink>}
          findings={(words) => <TextLink to="/findings">{words}</TextLink>}
        />
      </EmptyState>
    </Section>
  );
}

function Face({ face }: { face: Home['face'] }) {
  switch (face.as) {
    case 'team':
      return <TeamHome face={face} />;
    case 'accompany':
      return <AccompanyHome face={face} />;
    case 'lead':
      return <LeadHome face={face} />;
    case 'security':
      return <SecurityHome face={face} />;
    case 'none':
      return <Nobody />;
  }
}

function Waiting() {
  return (
    <>
      <Skeleton height={82} radius="lg" />
      <Section title={t('Next')}>
        <TableSkeleton rows={6} />
      </Section>
    </>
  );
}

/** What should I do next? */
export function HomePage() {
  const { as } = route.useSearch();
  const query = useQuery({ ...homeQuery(as), placeholderData: keepPreviousData });
  const home = query.data;
  return (
    <Page
      title={t('Home')}
      heading={home?.sentence ?? (query.isPending ? <WaitingHeading width={380} /> : 'Home')}
      actions={home && <Faces home={home} />}
    >
      <Answered query={query} waiting={<Waiting />}>
        {({ face }) => <Face face={face} />}
      </Answered>
    </Page>
  );
}
