import type { EscalationRole, FixEscalated } from '../../../contract/escalation.ts';

export type Told = FixEscalated['told'][number];

/** Whom a team has; addresses, null where nobody is named. */
export interface TeamPeople {
  team: string;
  assignee: string | null;
  champion: string | null;
  manager: string | null;
  leader: string | null;
  /** Their contact in security. */
  partner: string | null;
}

/** Where nobody is named, the next one is asked: a reminder to nobody helps nobody. */
const NEXT: Record<EscalationRole, EscalationRole | null> = {
  owner: null,
  champion: 'manager',
  manager: 'leader',
  leader: 'security',
  security: null,
};

/**
 * Who is told, each person once, in the first role in which they are. Pure.
 * @param nameOf of an address; people without an account are known by it alone
 */
export function whoIsTold(
  roles: readonly EscalationRole[],
  people: TeamPeople,
  nameOf: (email: string) => string,
): Told[] {
  const told = new Map<string, Told>();
  for (const asked of roles) {
    let role: EscalationRole = asked;
    for (let next = NEXT[role]; emailOf(role, people) === null && next; next = NEXT[role]) role = next;
    const email = emailOf(role, people);
    const name = email ? nameOf(email) : role === 'owner' ? people.team : 'security';
    const key = email ?? `${role}:${name}`;
    if (!told.has(key)) told.set(key, { role, email, name });
  }
  return [...told.values()];
}

function emailOf(role: EscalationRole, people: TeamPeople): string | null {
  if (role === 'owner') return people.assignee;
  return role === 'security' ? people.partner : people[role];
}

/** `Reminder to Sam Lee (champion): due in 2 days, on 3 May. Is something in the way?` */
export function reminderWords(told: readonly Told[], due: { at: Date; day: string }, now: Date): string {
  const names = told.map(({ name, role, email }) =>
    email === null ? name : `${name} (${role === 'owner' ? 'on it' : role})`,
  );
  const listed = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  return `Reminder to ${listed}: ${dueWords(due, now)}. Is something in the way?`;
}

function dueWords({ at, day }: { at: Date; day: string }, now: Date): string {
  const hours = (at.getTime() - now.getTime()) / 3_600_000;
  if (Math.abs(hours) < 1) return `due now, on ${day}`;
  const length =
    Math.abs(hours) < 36
      ? counted(Math.round(Math.abs(hours)), 'hour')
      : counted(Math.round(Math.abs(hours) / 24), 'day');
  return hours > 0 ? `due in ${length}, on ${day}` : `due ${length} ago, on ${day}`;
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
