import { getRouteApi } from '@tanstack/react-router';
import type { Ask } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { RemoteSide } from '../tickets/remote-side.tsx';
import { AskFields } from './ask-fields.tsx';
import { AskState } from './ask-state.tsx';
import { isOpen } from './ask-words.ts';

const inside = getRouteApi('/inside');

const teamLink = (team: { key: string; name: string }) => (
  <TextLink to="/teams/$teamKey" params={{ teamKey: team.key }}>
    {team.name}
  </TextLink>
);

function About({ ask }: { ask: Ask }) {
  const { finding, fix, repository } = ask.about;
  return (
    <Section title={t('About')}>
      <Padded>
        <Facts
          facts={[
            [t('Asks'), teamLink(ask.from)],
            [t('By'), ask.askedBy],
            [t('Is asked'), teamLink(ask.to)],
            [t('Because'), ask.routedBecause],
            [t('Queue'), ask.queue],
            [
              t('Finding'),
              finding && (
                <TextLink to="/findings/$findingId" params={{ findingId: finding.id }}>
                  <Breakable text={finding.title} />
                </TextLink>
              ),
            ],
            [
              t('Ticket'),
              fix?.ticket && (
                <TextLink to="/tickets/$ticketId" params={{ ticketId: fix.ticket }}>
                  {fix.ticket}
                </TextLink>
              ),
            ],
            [t('Repository'), repository && <Breakable text={repository} />],
            [t('Asked'), <RelativeTime key="asked" at={ask.openedAt} />],
            [t('Closed'), ask.closedAt && <RelativeTime at={ask.closedAt} />],
            [
              t('Goes on as'),
              ask.movedTo && (
                <TextLink to="/asks/$askId" params={{ askId: ask.movedTo }}>
                  {ask.movedTo}
                </TextLink>
              ),
            ],
          ]}
        />
      </Padded>
    </Section>
  );
}

export function AskSide({ ask }: { ask: Ask }) {
  const { me } = inside.useRouteContext();
  const all = me.roles.includes('admin');
  const sets = isOpen(ask.state) && (ask.you === 'to' || all || me.roles.includes('security'));
  return (
    <>
      <AskState ask={ask} all={all} />
      {sets && <AskFields key={`${ask.id} ${ask.assignee} ${ask.sprint} ${ask.dueAt}`} ask={ask} />}
      {ask.remote && <RemoteSide remote={ask.remote} />}
      <About ask={ask} />
    </>
  );
}
