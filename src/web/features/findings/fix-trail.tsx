import type { Fix } from '../../../contract/fixes.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Due } from '../../ui/time.tsx';
import { Reasons, Trail } from '../../ui/trail.tsx';
import classes from './finding-trail.module.css';
import { beforeAndAfter, fixKindWords } from './fix-words.ts';

function Buys({ fix }: { fix: Fix }) {
  const gone =
    fix.closedFindings > 0 &&
    t('{closedFindings, plural, one {# finding} other {# findings}} gone already', {
      closedFindings: fix.closedFindings,
    });
  const exploited = fix.exploited > 0 && t('{exploited} known to be exploited', { exploited: fix.exploited });
  return [exploited, gone].filter(Boolean).join('; ');
}

function Change({ fix }: { fix: Fix }) {
  const versions = beforeAndAfter(fix);
  if (!versions) return <Breakable text={fix.target.key} />;
  return (
    <Say
      text="from {version}, in {target}"
      version={<Breakable text={versions.before} />}
      target={<Breakable text={fix.target.key} />}
    />
  );
}

/** What is changed, what it buys, whose it is and how urgent: four short columns. */
export function FixTrail({ fix }: { fix: Fix }) {
  return (
    <Trail
      steps={[
        {
          title: t('What it changes'),
          answer: beforeAndAfter(fix)?.after ?? fixKindWords(fix.kind),
          children: <Change fix={fix} />,
        },
        {
          title: t('What it buys'),
          answer:
            fix.state === 'open'
              ? t('{openFindings, plural, one {# finding} other {# findings}} fewer', {
                  openFindings: fix.openFindings,
                })
              : t('Nothing left open'),
          children: <Buys fix={fix} />,
        },
        {
          title: t('Whose it is, and why'),
          answer: fix.unowned ? (
            t('Nobody yet')
          ) : (
            <TextLink to="/teams/$teamKey" params={{ teamKey: fix.owner.key }}>
              {fix.owner.name}
            </TextLink>
          ),
          children: <Reasons because={fix.ownership.because} />,
        },
        {
          title: t('How urgent, and why'),
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
                <Say
                  text="Policy <link>{policy}</link>, by its most urgent finding"
                  link={(words) => <TextLink to="/policy">{words}</TextLink>}
                  policy={fix.decision.policy}
                />
              </p>
            </>
          ),
        },
      ]}
    />
  );
}
