import { nameOf, VOICES, type Voice } from './trust-words.ts';
import classes from './voice-badge.module.css';

const BARS = [0, 1, 2] as const;

/** How loud a rule is: words, and a sign that is read without colour. */
export function VoiceBadge({ voice }: { voice: Voice }) {
  const { short, long, bars } = VOICES[nameOf(voice)];
  return (
    <span className={classes.badge} title={long}>
      <svg viewBox="0 0 16 14" className={classes.sign} aria-hidden="true">
        {BARS.map((bar) => (
          <rect
            key={bar}
            x={1 + bar * 5}
            y={9 - bar * 4}
            width="3"
            height={4 + bar * 4}
            rx="1"
            fill="currentColor"
            opacity={bar < bars ? 1 : 0.22}
          />
        ))}
        {bars === 0 && <path d="M1 13 15 1" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />}
      </svg>
      {short}
    </span>
  );
}
