import { useQuery } from '@tanstack/react-query';
import type { TeamAsks as Told } from '../../../contract/asks.ts';
import { teamAsksQuery } from '../../api/asks.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Waited } from './waited.tsx';

function Side({ side }: { side: Told['askedOfTeam'] }) {
  if (side.open === 0) return <span className="quiet">{t('nothing open')}</span>;
  return (
    <>
      {t('{open} open, {waitForTeam} wait for the team', { open: side.open, waitForTeam: side.waitForTeam })}
      {side.overdue > 0 && `, ${t('{overdue} overdue', { overdue: side.overdue })}`}
      {side.longestSince && (
        <span className="quiet">
          {' '}
          <Say text="(longest {waited})" waited={<Waited since={side.longestSince} />} />
        </span>
      )}
    </>
  );
}

/** Who waits for whom, for the team's own page. */
export function TeamAsks({ team }: { team: string }) {
  const query = useQuery(teamAsksQuery(team));
  return (
    <Section
      title={t('Asks')}
      action={
        <TextLink to="/asks" search={{ team }}>
          {t('All of them')}
        </TextLink>
      }
    >
      <Padded>
        <Answered query={query} waiting={<TableSkeleton rows={2} />}>
          {({ askedOfTeam, askedByTeam }) => (
            <Facts
              facts={[
                [t('Asked of it'), <Side key="of" side={askedOfTeam} />],
                [t('Asked by it'), <Side key="by" side={askedByTeam} />],
              ]}
            />
          )}
        </Answered>
      </Padded>
    </Section>
  );
}
