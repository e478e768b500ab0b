import type { Finding } from '../../../contract/findings.ts';
import { capitalised, words } from '../../ui/format.ts';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Due, RelativeTime } from '../../ui/time.tsx';
import { Reasons, Trail } from '../../ui/trail.tsx';
import { absenceWords } from './branch-words.ts';
import classes from './finding-trail.module.css';
import { historyWords } from './history-words.ts';

const NEWEST = 3;

function Seen({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.finder?.name ?? finding.tool} rates it {finding.severity}
      {finding.score !== null && `, CVSS ${finding.score.toFixed(1)}`}. Found{' '}
      <RelativeTime at={finding.openedAt} />, phase {words(finding.phase)}.
    </>
  );
}

/** Where it stands, and the newest of what happened; the whole history is further down. */
function Happened({ finding }: { finding: Finding }) {
  const absence = absenceWords(finding);
  const newest = finding.history.slice(-NEWEST).reverse();
  return (
    <>
      {absence && <p className={classes.absence}>{absence}</p>}
      <ul className={classes.history}>
        {newest.map(({ at, kind, note }) => (
          <li key={`${at} ${kind} ${note}`}>
            <span className={classes.event}>{historyWords(kind)}</span> <RelativeTime at={at} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why this came to this team with this date: four short columns. */
export function FindingTrail({ finding }: { finding: Finding }) {
  const done = finding.state === 'fixed' || finding.state === 'excepted';
  return (
    <Trail
      steps={[
        {
          title: 'What was seen',
          answer: finding.vulnerabilities[0] ?? finding.rule.name ?? finding.rule.key,
          children: <Seen finding={finding} />,
        },
        {
          title: 'Whose it is, and why',
          answer: finding.unowned ? (
            'Nobody yet'
          ) : (
            <TextLink to="/teams/$teamKey" params={{ teamKey: finding.owner.key }}>
              {finding.owner.name}
            </TextLink>
          ),
          children: <Reasons because={finding.ownership.because} />,
        },
        {
          title: 'How urgent, and why',
          answer: (
            <span className={classes.urgency}>
              <PriorityBadge priority={finding.priority} />
              {!done && <Due at={finding.dueAt} />}
            </span>
          ),
          children: (
            <>
              <Reasons because={finding.decision.because} />
              <p className={classes.policy}>
                Policy <TextLink to="/policy">{finding.decision.policy}</TextLink>
                {finding.target.kind === 'repository' && (
                  <>
                    {', '}
                    <TextLink to="/standard" search={{ repository: finding.target.key }}>
                      in plain words
                    </TextLink>
                  </>
                )}
              </p>
            </>
          ),
        },
        {
          title: 'What happened',
          answer: capitalised(finding.state),
          children: <Happened finding={finding} />,
        },
      ]}
    />
  );
}
