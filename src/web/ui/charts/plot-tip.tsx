import type { Look } from './looks.ts';
import classes from './plot.module.css';

interface TipProps {
  title: string;
  rows: readonly { key: string; label: string; value: string; look: Look }[];
  notes?: readonly string[];
}

/** The numbers of one point, by pointer or by arrow keys. */
export function PlotTip({ title, rows, notes = [] }: TipProps) {
  return (
    <div className={classes.tip}>
      <p className={classes.tipTitle}>{title}</p>
      <ul>
        {rows.map(({ key, label, value, look }) => (
          <li key={key}>
            <svg width="18" height="8" aria-hidden="true">
              <path d="M0 4h18" stroke={look.color} strokeWidth="2.5" strokeDasharray={look.dash} />
            </svg>
            <span>{label}</span>
            <span>{value}</span>
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className={classes.tipNote}>
          {note}
        </p>
      ))}
    </div>
  );
}
