import './colours.css';
import type { Priority } from '../../../kernel/decision.ts';
import { PHASES, type Phase } from '../../../kernel/phase.ts';

/** How a series is told from others: by colour, and by its dash for those who do not see the colour. */
export interface Look {
  /** A colour of `colours.css`, or of the ground. */
  color: string;
  /** As `stroke-dasharray` has it; a full line without. */
  dash?: string;
  /** Stands apart from what the picture is about: filled faintly. */
  faint?: true;
  /** Of letters that stand on the colour. */
  ink?: string;
}

const PRIORITY_DASHES: Record<Priority, string | undefined> = {
  P0: undefined,
  P1: '9 3',
  P2: '5 3',
  P3: '3 3',
  P4: '1 3',
};

export const priorityLook = (priority: Priority): Look =>
  look(`var(--lk-${priority.toLowerCase()})`, PRIORITY_DASHES[priority]);

/** What the eye keeps apart; whatever comes after them is summed up as "others". */
const MOST_CATEGORIES = 8;
const CATEGORY_DASHES = [undefined, '7 3', '3 3', '10 3 2 3', '1 3', '6 2 1 2 1 2', '12 4', '4 6'];

/** Things without an order (tools, teams, kinds): the same place in the list, the same look. */
export const categoryLook = (index: number): Look =>
  index < MOST_CATEGORIES ? look(`var(--lk-series-${index + 1})`, CATEGORY_DASHES[index]) : OTHERS;

/** Early phases in petrol, the pipeline in blue, the late ones in violet and grey: left stays left at a glance. */
export const phaseLook = (phase: Phase): Look => ({
  color: `var(--lk-phase-${PHASES.indexOf(phase) + 1})`,
  ink: `var(--lk-phase-${PHASES.indexOf(phase) + 1}-ink)`,
});

/** All that have no look of their own. */
export const OTHERS: Look = { color: 'var(--lk-ink-3)', dash: '2 4' };

/** Beside the thing that the picture is about. */
export const QUIET: Look = { color: 'var(--lk-ink-3)', dash: '2 3', faint: true };
export const ACCENT: Look = { color: 'var(--lk-accent)' };

const look = (color: string, dash: string | undefined): Look =>
  dash === undefined ? { color } : { color, dash };
