import type { TicketEdit, TicketText } from '../tickets.ts';
import type { TicketPlaces } from './ticket-places.ts';

/** On every issue of ours: lists are narrowed by it. */
export const OUR_LABEL = 'lanekeeper';

type Rules = Pick<TicketPlaces, 'labels' | 'priorities' | 'inProgress'>;

/** GitHub takes 50 characters; a comma would part one label into two at GitLab. */
const clean = (name: string): string =>
  name.replaceAll(',', ' ').replace(/\s+/g, ' ').trim().slice(0, 50).trim();

/** Labels are the same whatever their case, as at the hosts. */
function unique(names: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (const name of names.map(clean)) {
    const key = name.toLowerCase();
    if (name !== '' && !byName.has(key)) byName.set(key, name);
  }
  return [...byName.values()];
}

const without = (names: readonly string[], gone: readonly string[]): string[] => {
  const keys = new Set(gone.map((one) => one.toLowerCase()));
  return names.filter((one) => !keys.has(one.toLowerCase()));
};

export const labelsOfNew = (rules: Rules, { labels, priority }: TicketText): string[] =>
  unique([OUR_LABEL, ...rules.labels, ...labels, rules.priorities[priority] ?? '']);

/**
 * The labels after an edit; null when it says nothing of them. Those that stand for a priority or a state follow
 * those; the ones that are on every ticket stay.
 */
export function labelsAfter(rules: Rules, now: readonly string[], edit: TicketEdit): string[] | null {
  const { labels, priority, state } = edit;
  if (labels === undefined && priority === undefined && state === undefined) return null;
  const priorities = Object.values(rules.priorities);
  const meaning = [...priorities, rules.inProgress].map((one) => one.toLowerCase());
  let next = [...now];
  if (labels !== undefined) {
    const kept = now.filter((one) => meaning.includes(one.toLowerCase()));
    next = [OUR_LABEL, ...rules.labels, ...kept, ...labels];
  }
  if (priority !== undefined) next = [...without(next, priorities), rules.priorities[priority] ?? ''];
  if (state !== undefined) next = without(next, [rules.inProgress]);
  if (state === 'in-progress') next.push(rules.inProgress);
  const asked = unique(next);
  return without(asked, now).length + without(now, asked).length === 0 ? null : asked;
}

/** What has to come and go, where a host takes that. */
export const labelChange = (now: readonly string[], next: readonly string[]) => ({
  add: without(next, now),
  remove: without(now, next),
});

/** The label that tells the priority, as people see it; null when none does. */
export function priorityIn({ priorities }: Rules, labels: readonly string[]): string | null {
  const known = new Set(Object.values(priorities).map((one) => one.toLowerCase()));
  return labels.find((one) => known.has(one.toLowerCase())) ?? null;
}

export function stateIn(
  { inProgress }: Rules,
  isOpen: boolean,
  labels: readonly string[],
): 'open' | 'in-progress' | 'done' {
  if (!isOpen) return 'done';
  return without([inProgress], labels).length === 0 ? 'in-progress' : 'open';
}
