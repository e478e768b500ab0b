import type { Fix } from '../../../contract/fixes.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { count } from '../../ui/format.ts';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Due } from '../../ui/time.tsx';
import { Reasons, Trail } from '../../ui/trail.tsx';
import classes from './finding-trail.module.css';
import { beforeAndAfter, fixKindWords } from './fix-words.ts';

function Buys({ fix }: { fix: Fix }) {
  const gone = fix.closedFindings > 0 && `${count(fix.closedFindings, 'finding')} gone already`;
  const exploited = fix.exploited > 0 && `${fix.exploited} known to be exploited`;
  return [exploited, gone].filter(Boolean).join('; ');
}

function Change({ fix }: { fix: Fix }) {
  const versions = beforeAndAfter(fix);
  if (!versions) return <Breakable text={fix.target.key} />;
  return (
    <>
      from <Breakable text={versions.before} />, in <Breakable text={fix.target.key} />
    </>
  );
}

/** What is changed, what it buys, whose it is and how urgent: four short columns. */
export function FixTrail({ fix }: { fix: Fix }) {
  return (
    <Trail
      steps={[
        {
          title: 'What it changes',
          answer: beforeAndAfter(fix)?.after ?? fixKindWords(fix.kind),
          children: <Change fix={fix} />,
        },
        {
          title: 'What it buys',
          answer: fix.state === 'open' ? `${count(fix.openFindings, 'finding')} fewer` : 'Nothing left open',
          children: <Buys fix={fix} />,
        },
        {
          title: 'Whose it is, and why',
          answer: fix.unowned ? (
            'Nobody yet'
          ) : (
            <TextLink to="/teams/$teamKey" params={{ teamKey: fix.owner.key }}>
              {fix.owner.name}
            </TextLink>
          ),
          children: <Reasons because={fix.ownership.because} />,
        },
        {
          title: 'How urgent, and why',
          answer: (
            <span className={classes.urgency}>
              <PriorityBadge priority={fix.priority} />
              {fix.state === 'open' && <Due at={fix.dueAt} />}
            </span>
          ),
          children: (
            <>
              <Reasons because={fix.decision.because} />
              <p className={classes.policy}>
                Policy <TextLink to="/policy">{fix.decision.policy}</TextLink>, by its most urgent finding
              </p>
            </>
          ),
        },
      ]}
    />
  );
}
