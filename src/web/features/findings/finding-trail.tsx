import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Finding } from '../../../contract/findings.ts';
import { capitalised, words } from '../../ui/format.ts';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Due, RelativeTime } from '../../ui/time.tsx';
import { Reasons, Trail } from '../../ui/trail.tsx';
import classes from './finding-trail.module.css';
import { historyWords } from './history-words.ts';

const SHOWN_FIRST = 4;

function Seen({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.finder?.name ?? finding.tool} rates it {finding.severity}
      {finding.score !== null && `, CVSS ${finding.score.toFixed(1)}`}. Found{' '}
      <RelativeTime at={finding.openedAt} />, phase {words(finding.phase)}.
    </>
  );
}

/** What happened, newest first; the beginning is one click away when it is long. */
function Happened({ history }: Pick<Finding, 'history'>) {
  const [all, setAll] = useState(false);
  const newest = history.toReversed();
  const shown = all ? newest : newest.slice(0, SHOWN_FIRST);
  return (
    <>
      <ul className={classes.history}>
        {shown.map((entry) => (
          <li key={`${entry.at} ${entry.kind} ${entry.note}`}>
            <span className={classes.event}>
              {entry.scan ? (
                <TextLink to="/scans/$scanId" params={{ scanId: entry.scan }}>
                  {historyWords(entry.kind)}
                </TextLink>
              ) : (
                historyWords(entry.kind)
              )}
            </span>{' '}
            <RelativeTime at={entry.at} />, {entry.actor}
            {entry.note && <div className={classes.note}>{entry.note}</div>}
          </li>
        ))}
      </ul>
      {newest.length > SHOWN_FIRST && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show the newest' : `Show all ${newest.length}`}
        </Button>
      )}
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
              </p>
            </>
          ),
        },
        {
          title: 'What happened',
          answer: capitalised(finding.state),
          children: <Happened history={finding.history} />,
        },
      ]}
    />
  );
}
