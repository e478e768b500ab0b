import type { Scan } from '../../../contract/scans.ts';
import { IconAlertTriangle, IconCheck, IconClock } from '../../ui/icons.ts';
import classes from './scan-state.module.css';
import { SCAN_STATE_WORDS } from './scan-words.ts';

/** A failed scan is told by sign and word; red is kept for what is overdue. */
export function ScanState({ state }: Pick<Scan, 'state'>) {
  const Sign = state === 'failed' ? IconAlertTriangle : state === 'received' ? IconClock : IconCheck;
  return (
    <span className={state === 'failed' ? classes.failed : classes.state}>
      <Sign size={14} aria-hidden />
      {SCAN_STATE_WORDS[state]}
    </span>
  );
}
