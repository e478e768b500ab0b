import type { Decision } from '../../../contract/home.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { Day, RelativeTime } from '../../ui/time.tsx';
import classes from './home.module.css';

const KIND: Record<Decision['kind'], string> = {
  exception: t('Exception asked for'),
  expiring: t('Exception ends'),
  dispute: t('Dispute'),
  hold: t('Held'),
};

function Place({ decision }: { decision: Decision }) {
  const title = <Breakable text={decision.title} />;
  switch (decision.kind) {
    case 'exception':
    case 'expiring':
      return <RowLink to="/exceptions">{title}</RowLink>;
    case 'dispute':
      return <RowLink to="/ownership">{title}</RowLink>;
    case 'hold':
      return (
        <RowLink to="/fixes/$fixId" params={{ fixId: decision.id }}>
          {title}
        </RowLink>
      );
  }
}

/** What goes on only when somebody has decided. */
export function DecisionList({ decisions }: { decisions: readonly Decision[] }) {
  return (
    <ul className={classes.list}>
      {decisions.map((decision) => (
        <li key={`${decision.kind} ${decision.id}`} className={classes.item}>
          <div className={classes.itemWords}>
            <Place decision={decision} />
            <div className={classes.under}>
              <span>{KIND[decision.kind]}</span>
              <span>{decision.because}</span>
            </div>
          </div>
          <span className={classes.itemSide}>
            {decision.until === null ? (
              <Say text="asked {at}" at={<RelativeTime at={decision.since} />} />
            ) : (
              <Say text="by {day}" day={<Day at={decision.until} />} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
