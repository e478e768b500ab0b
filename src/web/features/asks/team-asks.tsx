import { useQuery } from '@tanstack/react-query';
import type { TeamAsks as Told } from '../../../contract/asks.ts';
import { teamAsksQuery } from '../../api/asks.ts';
import { Answered } from '../../ui/answered.tsx';
import { TableSkeleton } from '../../ui/data-table.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Waited } from './waited.tsx';

function Side({ side }: { side: Told['askedOfTeam'] }) {
  if (side.open === 0) return <span className="quiet">nothing open</span>;
  return (
    <>
      {side.open} open, {side.waitForTeam} wait for the team
      {side.overdue > 0 && `, ${side.overdue} overdue`}
      {side.longestSince && (
        <span className="quiet">
          {' '}
          (longest <Waited since={side.longestSince} />)
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
      title="Asks"
      action={
        <TextLink to="/asks" search={{ team }}>
          All of them
        </TextLink>
      }
    >
      <Padded>
        <Answered query={query} waiting={<TableSkeleton rows={2} />}>
          {({ askedOfTeam, askedByTeam }) => (
            <Facts
              facts={[
                ['Asked of it', <Side key="of" side={askedOfTeam} />],
                ['Asked by it', <Side key="by" side={askedByTeam} />],
              ]}
            />
          )}
        </Answered>
      </Padded>
    </Section>
  );
}
