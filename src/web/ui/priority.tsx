import type { Priority } from '../../kernel/decision.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { t } from '../texts/t.ts';
import classes from './priority.module.css';

const MEANING: Record<Priority, string> = {
  P0: t('P0: now'),
  P1: t('P1: within days'),
  P2: t('P2: within weeks'),
  P3: t('P3: this quarter'),
  P4: t('P4: with the next upgrade'),
};

/** P1 to P4 as three, two, one and no filled bars; P0 as a filled sign of its own. Readable without colour. */
function PriorityShape({ priority }: { priority: Priority }) {
  if (priority === 'P0') {
    return (
      <svg viewBox="0 0 14 14" className={classes.shape} aria-hidden="true">
        <path d="M4.3.5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3z" fill="currentColor" />
        <path d="M7 3.4v4.2M7 9.9v.3" stroke="var(--lk-surface)" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
    );
  }
  const filled = 4 - Number(priority[1]);
  return (
    <svg viewBox="0 0 14 14" className={classes.shape} aria-hidden="true">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={1 + bar * 4.5}
          y={9 - bar * 3.5}
          width="3"
          height={4 + bar * 3.5}
          rx="1"
          fill="currentColor"
          opacity={bar < filled ? 1 : 0.22}
        />
      ))}
    </svg>
  );
}

export function PriorityBadge({ priority }: { priority: Priority }) {
  return (
    <span className={priority === 'P0' ? classes.urgent : classes.badge} title={MEANING[priority]}>
      <PriorityShape priority={priority} />
      {priority}
    </span>
  );
}

/** How much is open at each priority, as one line: most urgent first, zeros faint. */
export function PriorityCounts({ counts }: { counts: Partial<Record<Priority, number>> }) {
  return (
    <span className={classes.counts}>
      {PRIORITIES.map((priority) => {
        const open = counts[priority] ?? 0;
        return (
          <span
            key={priority}
            className={open === 0 ? classes.zero : priority === 'P0' ? classes.urgentCount : undefined}
            title={`${MEANING[priority]}, ${t('{open, plural, one {# ticket} other {# tickets}}', { open })}`}
          >
            <span className={classes.name}>{priority} </span>
            {open}
          </span>
        );
      })}
    </span>
  );
}
