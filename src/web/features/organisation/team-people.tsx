import { useQuery } from '@tanstack/react-query';
import type { TeamPage } from '../../../contract/insight.ts';
import type { MemberList } from '../../../contract/teams.ts';
import { membersQuery } from '../../api/insight.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import classes from './team-people.module.css';

/** What the facts above say already is not said again. */
const ORDER = ['manager', 'champion', 'deputy', 'partner', 'developer'];

function Members({ items }: MemberList) {
  const members = items.toSorted(
    (a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || a.person.name.localeCompare(b.person.name),
  );
  return (
    <ul className={classes.members}>
      {members.map(({ person, role }) => (
        <li key={person.id} title={person.email}>
          {person.name}
          {role !== 'developer' && <span className="quiet"> {role}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Whom to speak to, and how. */
export function TeamPeople({ team }: { team: TeamPage }) {
  const members = useQuery(membersQuery(team.key)).data?.items ?? [];
  const facts = [
    [t('Champion'), team.champion],
    [t('Deputy'), team.deputies.join(', ') || null],
    [t('Partner'), team.partner],
    [t('Manager'), team.manager],
    [t('Channel'), team.channel],
    [t('On call'), team.oncall],
  ] as const;
  const known = facts.some(([, value]) => value !== null);
  return (
    <Section title={t('People')}>
      <Padded>
        {known ? (
          <Facts facts={facts.map(([name, value]) => [name, value && <Breakable text={value} />] as const)} />
        ) : (
          <span className="quiet">{t('Nobody is named in the organisation file.')}</span>
        )}
        {members.length > 0 && <Members items={members} />}
      </Padded>
    </Section>
  );
}
