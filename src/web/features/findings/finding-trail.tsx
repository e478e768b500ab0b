import type { Finding } from '../../../contract/findings.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
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
    <Say
      text={
        finding.score === null
          ? '{finder} rates it {severity}. Found {at}, phase {phase}.'
          : '{finder} rates it {severity}, CVSS {score}. Found {at}, phase {phase}.'
      }
      finder={finding.finder?.name ?? finding.tool}
      severity={finding.severity}
      score={finding.score?.toFixed(1)}
      at={<RelativeTime at={finding.openedAt} />}
      phase={words(finding.phase)}
    />
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
          title: t('What was seen'),
          answer: finding.vulnerabilities[0] ?? finding.rule.name ?? finding.rule.key,
          children: <Seen finding={finding} />,
        },
        {
          title: t('Whose it is, and why'),
          answer: finding.unowned ? (
            t('Nobody yet')
          ) : (
            <TextLink to="/teams/$teamKey" params={{ teamKey: finding.owner.key }}>
              {finding.owner.name}
            </TextLink>
          ),
          children: <Reasons because={finding.ownership.because} />,
        },
        {
          title: t('How urgent, and why'),
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
                <Say
                  text="Policy <link>{policy}</link>"
                  link={(words) => <TextLink to="/policy">{words}</TextLink>}
                  policy={finding.decision.policy}
                />
                {finding.target.kind === 'repository' && (
                  <>
                    {', '}
                    <TextLink to="/standard" search={{ repository: finding.target.key }}>
                      {t('in plain words')}
                    </TextLink>
                  </>
                )}
              </p>
            </>
          ),
        },
        {
          title: t('What happened'),
          answer: capitalised(finding.state),
          children: <Happened finding={finding} />,
        },
      ]}
    />
  );
}
