import type { AskSide, AskState } from '../../../contract/asks.ts';

/** How far an ask is, and whose turn it is. */
export interface Course {
  state: AskState;
  waitsFor: AskSide;
  waitsSince: Date;
  closedAt: Date | null;
  /** Why it was declined, withdrawn or moved. */
  because: string | null;
}

/** Who acts; null: nobody knows which side they are on. */
export type By = AskSide | null;

export type Act =
  | { act: 'comment'; by: By; text: string }
  | { act: 'state'; by: By; state: Exclude<AskState, 'moved'>; because: string | null }
  | { act: 'moved'; because: string }
  | { act: 'turn'; to: AskSide };

const other = (side: AskSide): AskSide => (side === 'to' ? 'from' : 'to');

export const isClosed = (state: AskState): boolean => state !== 'open' && state !== 'in-progress';

export const begin = (now: Date): Course => ({
  state: 'open',
  waitsFor: 'to',
  waitsSince: now,
  closedAt: null,
  because: null,
});

/**
 * What an act makes of an ask. Whose turn it is goes to the asked when the asker answers, to the asker when a question
 * comes back, and to the other side when one side ends it. The same act again changes nothing.
 */
export function step(course: Course, act: Act, now: Date): Course {
  switch (act.act) {
    case 'comment':
      return isClosed(course.state) ? course : waiting(course, turnAfter(act), now);
    case 'turn':
      return isClosed(course.state) ? course : waiting(course, act.to, now);
    case 'moved':
      return isClosed(course.state) ? course : ended(course, 'moved', null, act.because, now);
    case 'state':
      return toState(course, act, now);
  }
}

/** Null: it stays whose it was. */
function turnAfter({ by, text }: { by: By; text: string }): AskSide | null {
  if (by === 'from') return 'to';
  return by === 'to' && isQuestion(text) ? 'from' : null;
}

function waiting(course: Course, side: AskSide | null, now: Date): Course {
  return side === null || side === course.waitsFor ? course : { ...course, waitsFor: side, waitsSince: now };
}

function toState(course: Course, { by, state, because }: Act & { act: 'state' }, now: Date): Course {
  if (state === course.state) return course;
  if (state !== 'open' && state !== 'in-progress') return ended(course, state, by, because, now);
  if (!isClosed(course.state)) return { ...course, state };
  // Opened again: the asked has to act, from now on.
  return { state, waitsFor: 'to', waitsSince: now, closedAt: null, because: null };
}

function ended(course: Course, state: AskState, by: By, because: string | null, now: Date): Course {
  const turn = state === 'done' || state === 'declined' ? other(by ?? 'to') : null;
  const closedAt = course.closedAt ?? now;
  return { ...waiting(course, turn, now), state, closedAt, because: state === 'done' ? null : because };
}

/** Whether a text asks something: a question mark that ends a word, outside quotations and code. */
export function isQuestion(text: string): boolean {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('>'))
    .some((line) =>
      line
        .split('`')
        .filter((_, index) => index % 2 === 0)
        .some((part) => /\?(?:[\s"'”’).!]|$)/.test(part)),
    );
}
