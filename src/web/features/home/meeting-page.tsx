import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import '../../ui/print.css';
import { Button, CopyButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { MeetingPage as Told } from '../../../contract/meetings.ts';
import { meetingQuery } from '../../api/home.ts';
import { Answered } from '../../ui/answered.tsx';
import { listed } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { AskList } from './ask-list.tsx';
import { DecisionList } from './decision-list.tsx';
import classes from './meeting.module.css';
import { meetingMarkdown } from './meeting-markdown.ts';
import { AskSide, Capacity, FixesSince, Nothing } from './meeting-parts.tsx';
import { WeMet } from './we-met.tsx';

const route = getRouteApi('/inside/teams/$teamKey/meeting');

function AskButton({ team, of }: { team: string; of: 'team' | 'security' }) {
  const search = of === 'team' ? { to: team } : {};
  return (
    <TextLink to="/asks/new" search={search}>
      {t('Ask')}
    </TextLink>
  );
}

function Coming({ told }: { told: Told }) {
  return (
    <Section
      title={t('Coming')}
      note={t('Features and changes that want a look')}
      action={
        <TextLink to="/asks/new" search={{ kind: 'threat-model' }}>
          {t('Ask for a threat model')}
        </TextLink>
      }
    >
      {told.coming.length === 0 ? (
        <Nothing>
          {t(
            'Nothing is known to come. What does the team build next that keeps data, talks to others or signs people in?',
          )}
        </Nothing>
      ) : (
        <AskList asks={told.coming} />
      )}
    </Section>
  );
}

function Agenda({ told }: { told: Told }) {
  const { team, asks } = told;
  return (
    <>
      <div className={classes.columns}>
        <AskSide
          title={t('Security asks {name}', { name: team.name })}
          side={asks.askedOfTeam}
          action={<AskButton team={team.key} of="team" />}
        />
        <AskSide
          title={t('{name} asks security', { name: team.name })}
          side={asks.askedByTeam}
          action={<AskButton team={team.key} of="security" />}
        />
        <FixesSince title={t('Closed since then')} fixes={told.closed} empty={t('No fix was closed.')} />
        <FixesSince title={t('New since then')} fixes={told.opened} empty={t('No new fix came in.')} />
        <Coming told={told} />
        <Capacity capacity={told.capacity} />
      </div>
      <Section title={t('To decide')}>
        {told.decisions.length === 0 ? (
          <Nothing>{t('Nothing waits for a decision.')}</Nothing>
        ) : (
          <DecisionList decisions={told.decisions} />
        )}
      </Section>
      <WeMet told={told} />
    </>
  );
}

function TakeAway({ told }: { told: Told }) {
  return (
    <>
      <CopyButton value={meetingMarkdown(told)}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? t('Copied') : t('Copy as Markdown')}
          </Button>
        )}
      </CopyButton>
      <Button variant="default" onClick={() => window.print()}>
        {t('Print')}
      </Button>
    </>
  );
}

const peopleOf = ({ champion, deputies, partner }: Told['people']): string =>
  [
    ...(champion ? [t('champion {champion}', { champion })] : []),
    ...(deputies.length > 0 ? [t('deputy {deputies}', { deputies: listed(deputies) })] : []),
    ...(partner ? [t('partner {partner}', { partner })] : []),
  ].join(' · ');

/** What do champion and partner talk about? */
export function MeetingPage() {
  const { teamKey } = route.useParams();
  const query = useQuery(meetingQuery(teamKey));
  const told = query.data;
  return (
    <Page
      title={told ? t('Meeting of {name}', { name: told.team.name }) : t('Meeting')}
      heading={told?.sentence ?? (query.isPending ? <WaitingHeading width={380} /> : t('Meeting'))}
      above={
        <Say
          text="<link>{team}</link> and security"
          link={(words) => (
            <TextLink to="/teams/$teamKey" params={{ teamKey }}>
              {words}
            </TextLink>
          )}
          team={told?.team.name ?? teamKey}
        />
      }
      lead={told && peopleOf(told.people)}
      actions={told && <TakeAway told={told} />}
    >
      <Answered query={query} waiting={<TableSkeleton rows={9} />}>
        {(known) => <Agenda told={known} />}
      </Answered>
    </Page>
  );
}
