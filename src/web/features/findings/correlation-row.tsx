import type { ReactNode } from 'react';
import type { FindingRow } from '../../../contract/findings.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import classes from './finding-correlation.module.css';
import { placeOf } from './place.ts';

interface Props {
  finding: FindingRow;
  /** The page is its own: no link to itself. */
  own?: boolean;
  /** Beside the tool's name, e.g. that it leads. */
  mark?: ReactNode;
  /** Why it stands here. */
  because?: ReactNode;
  actions?: ReactNode;
}

/** One finding among those that are, or may be, the same: who tells it, what, where, why. */
export function CorrelationRow({ finding, own = false, mark, because, actions }: Props) {
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <div className={classes.head}>
          <span className={classes.tool}>{finding.tool}</span>
          {mark}
          {finding.state !== 'open' && <span className={classes.quiet}>{finding.state}</span>}
        </div>
        <div>
          {own ? (
            finding.title
          ) : (
            <TextLink to="/findings/$findingId" params={{ findingId: finding.id }}>
              {finding.title}
            </TextLink>
          )}
        </div>
        <div className={classes.place}>
          <Breakable text={placeOf(finding)} />
        </div>
        {because && <div className={classes.because}>{because}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  );
}
