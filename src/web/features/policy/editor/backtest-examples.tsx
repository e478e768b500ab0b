import type { BacktestResult } from '../../../../contract/policy-backtest.ts';
import { t } from '../../../texts/t.ts';
import { PriorityBadge } from '../../../ui/priority.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import classes from './editor.module.css';

type Example = BacktestResult['examples'][number];

function Outcome({
  outcome,
  other,
  title,
}: {
  outcome: Example['before'];
  other: Example['before'];
  title: string;
}) {
  return (
    <div>
      <p className={classes.outcome}>
        <span className="quiet">{title}</span> <PriorityBadge priority={outcome.priority} />{' '}
        {outcome.dueAt ? t('due {slice}', { slice: outcome.dueAt.slice(0, 10) }) : t('no date')},{' '}
        {outcome.route}
      </p>
      <ul className={classes.reasons}>
        {outcome.because.map((reason) => (
          <li key={reason} data-new={!other.because.includes(reason)}>
            {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Some of each sort of change, each with both decisions and their reasons. */
export function BacktestExamples({ examples }: { examples: readonly Example[] }) {
  if (examples.length === 0) return null;
  return (
    <div className={classes.examples}>
      {examples.map((example) => (
        <details key={example.finding} className={classes.example}>
          <summary>
            <PriorityBadge priority={example.before.priority} /> →{' '}
            <PriorityBadge priority={example.after.priority} />{' '}
            <TextLink to="/findings/$findingId" params={{ findingId: example.finding }}>
              {example.title}
            </TextLink>{' '}
            <span className="quiet">{example.team}</span>
          </summary>
          <div className={classes.both}>
            <Outcome title={t('Now:')} outcome={example.before} other={example.after} />
            <Outcome title={t('Then:')} outcome={example.after} other={example.before} />
          </div>
        </details>
      ))}
    </div>
  );
}
