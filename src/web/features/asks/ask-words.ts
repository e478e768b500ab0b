import { ASK_KIND } from '../../../contract/ask-kinds.ts';
import type { Ask, AskRow, AskState } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';

const STATES: Record<AskState, string> = {
  open: t('Open'),
  'in-progress': t('In progress'),
  done: t('Done'),
  declined: t('Declined'),
  withdrawn: t('Taken back'),
  moved: t('Passed on'),
};

export const stateWords = (state: AskState): string => STATES[state];

export const isOpen = (state: AskState): boolean => state === 'open' || state === 'in-progress';

/** The team that has to act next. */
export const turnOf = (ask: Pick<AskRow, 'waitsFor' | 'from' | 'to'>) =>
  ask.waitsFor === 'to' ? ask.to : ask.from;

/** "Checkout asks Product security for a review." */
export const askSentence = ({ from, to, kind }: Pick<AskRow, 'from' | 'to' | 'kind'>): string =>
  t('{name} asks {name2} for {words}.', { name: from.name, name2: to.name, words: ASK_KIND[kind].words });

/** What the reader may do about its state, in the order in which the buttons stand. */
export type AskAct = 'begin' | 'done' | 'decline' | 'withdraw' | 'reopen';

/** @param all admins may do everything */
export function actsOf({ state, you }: Pick<Ask, 'state' | 'you'>, all: boolean): AskAct[] {
  if (state === 'moved' || (you === null && !all)) return [];
  if (!isOpen(state)) return ['reopen'];
  const asked: AskAct[] = state === 'open' ? ['begin', 'done', 'decline'] : ['done', 'decline'];
  if (you === 'to') return asked;
  return you === 'from' ? ['done', 'withdraw'] : [...asked, 'withdraw'];
}

const DAY_MS = 86_400_000;

/** "for 12 days": how long somebody has waited. */
export function waitedWords(since: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(since)) / DAY_MS);
  if (days < 1) return t('since today');
  if (days === 1) return t('for a day');
  return days < 60 ? t('for {days} days', { days }) : t('for {floor} weeks', { floor: Math.floor(days / 7) });
}

/** The text without the first line where that is the title: the page says it already. */
export function textBeyond({ title, text }: Pick<Ask, 'title' | 'text'>): string {
  const [first = '', ...rest] = text.split('\n');
  return first.trim() === title ? rest.join('\n').trim() : text;
}
