import { IconAlertTriangle, IconCheck, IconClock, IconPoint } from '../../ui/icons.ts';
import { STANDING_WORDS, type Standing as StandingKind } from './connection-words.ts';
import classes from './connections.module.css';

const SIGNS = {
  works: { Sign: IconCheck, tone: 'plain' },
  new: { Sign: IconPoint, tone: 'plain' },
  off: { Sign: IconPoint, tone: 'plain' },
  waits: { Sign: IconClock, tone: 'amber' },
  stuck: { Sign: IconAlertTriangle, tone: 'amber' },
  broken: { Sign: IconAlertTriangle, tone: 'red' },
} as const;

/** How it stands, by sign and word. */
export function Standing({ standing, words }: { standing: StandingKind; words?: string }) {
  const { Sign, tone } = SIGNS[standing];
  return (
    <span className={classes.standing} data-tone={tone}>
      <Sign size={14} aria-hidden />
      {words ?? STANDING_WORDS[standing]}
    </span>
  );
}
