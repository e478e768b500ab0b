import { z } from 'zod';
import type { FixEscalated } from '../../../contract/escalation.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { PublishAll } from '../../../platform/outbox/events.ts';
import { loadActivePolicy } from '../../policy/public.ts';
import { dayWords, escalationMoment, type Policy, prioritiesOf } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { conditionsOf } from '../lead-facts.ts';
import type { TicketDeps } from '../plan-scan.ts';
import { sayOnTickets } from '../say-on-tickets.ts';
import { crossed } from './crossed.ts';
import {
  type CoarseRule,
  type EscalationRow,
  keepEscalations,
  type NearFix,
  namesOf,
  nearFixes,
} from './store.ts';
import { reminderWords, whoIsTold } from './told.ts';

/** Fixes that one transaction looks at. */
const CHUNK = 1000;
const DAY_S = 86_400;
const FIRST = '00000000-0000-0000-0000-000000000000';

export const ESCALATE_CRON = '*/15 * * * * escalate';

export interface EscalationDeps extends TicketDeps {
  publishAll: PublishAll<DB>;
}

export const escalateJob = (deps: EscalationDeps): Job<object> => ({
  name: 'escalate',
  payload: z.object({}).loose(),
  // The next one comes in a quarter of an hour.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const told = await escalate(deps);
    if (told > 0) log.info({ told }, 'people were told of dates');
  },
});

/** Tells whom the policy names of dates that come near or have passed, each rule once. @returns on how many tickets */
export async function escalate(deps: EscalationDeps): Promise<number> {
  const { policy } = await loadActivePolicy(deps.db);
  if (policy.escalation.length === 0) return 0;
  const rules = policy.escalation.flatMap(coarse);
  const now = deps.clock.now();
  let told = 0;
  for (let after = FIRST; ; ) {
    const fixes = await nearFixes(deps.db, rules, { after, now, limit: CHUNK });
    told += await tell(deps, policy, fixes, now);
    const last = fixes.at(-1);
    if (!last || fixes.length < CHUNK) return told;
    after = last.id;
  }
}

/** Never later than the rule's own moment: the exact one is counted for those that come close. */
function coarse({ id, at, condition }: Policy['escalation'][number]): CoarseRule[] {
  const { priorities } = prioritiesOf(condition);
  if ('share' in at) return [{ id, share: at.share, offset: 0, priorities }];
  const length = 'before' in at ? at.before : at.after;
  if (!length) return [];
  if ('after' in at) return [{ id, share: null, offset: length.days * DAY_S, priorities }];
  // Weekends and holidays lie between working days: three times as long and a month is enough for any calendar in use.
  const days = length.working ? length.days * 3 + 31 : length.days;
  return [{ id, share: null, offset: -days * DAY_S, priorities }];
}

interface Reminder {
  rows: EscalationRow[];
  event: FixEscalated;
}

async function tell(
  deps: EscalationDeps,
  policy: Policy,
  fixes: readonly NearFix[],
  now: Date,
): Promise<number> {
  const emails = fixes.flatMap(({ assignee, champion, manager, leader, partner }) => [
    ...new Set([assignee, champion, manager, leader, partner].filter((email) => email !== null)),
  ]);
  const names = await namesOf(deps.db, emails);
  const reminders = fixes.flatMap((fix) => {
    const reminder = reminderOf(policy, fix, names, now);
    return reminder ? [reminder] : [];
  });
  if (reminders.length === 0) return 0;
  return deps.db.transaction().execute(async (tx) => {
    const kept = await keepEscalations(
      tx,
      reminders.flatMap(({ rows }) => rows),
    );
    const events = reminders.flatMap(({ event }) =>
      kept.has(`${event.fixId} ${event.rule}`) ? [event] : [],
    );
    await sayOnTickets(
      tx,
      deps,
      events.map(({ ticketId, note }) => ({
        id: deps.ids.next(),
        ticket_id: ticketId,
        at: now,
        actor: 'Lanekeeper',
        text: note,
      })),
    );
    await deps.publishAll(
      tx,
      events.map((event) => ({ type: 'fix.escalated', ...event })),
    );
    return events.length;
  });
}

function reminderOf(
  policy: Policy,
  fix: NearFix,
  names: ReadonlyMap<string, string>,
  now: Date,
): Reminder | null {
  // Who waits for others is not reminded.
  if (fix.clock?.pausedSince) return null;
  const { speaks, covered } = crossed(reachedBy(policy, fix, now), now.getTime());
  const rule = policy.escalation.find(({ id }) => id === speaks);
  if (!rule) return null;
  const told = whoIsTold(rule.to, fix, (email) => names.get(email) ?? email);
  const due = { at: fix.dueAt, day: dayWords(fix.dueAt, policy.deadlines.timeZone) };
  const note = `${reminderWords(told, due, now)}${rule.because ? ` (${rule.because})` : ''}`;
  const row = { fix_id: fix.id, due_at: fix.dueAt, at: now };
  return {
    rows: [
      { ...row, rule: rule.id, told: told.map(({ email, role, name }) => email ?? `${role}:${name}`), note },
      ...covered.map((id) => ({ ...row, rule: id, told: [], note: `covered by ${rule.id}` })),
    ],
    event: {
      fixId: fix.id,
      ticketId: fix.ticketId,
      ticketKey: fix.ticketKey,
      teamId: fix.teamId,
      rule: rule.id,
      dueAt: fix.dueAt.toISOString(),
      told,
      note,
    },
  };
}

function reachedBy(policy: Policy, fix: NearFix, now: Date) {
  const facts = fix.finding ? conditionsOf(fix, now) : {};
  const started = fix.clock?.restartedAt ?? fix.clock?.fixSince;
  const startMs = started ? Date.parse(started) : fix.openedAt.getTime();
  return policy.escalation.flatMap(({ id, at, condition }) => {
    const moment = escalationMoment(at, startMs, fix.dueAt.getTime(), policy.deadlines.workdays);
    return moment === null
      ? []
      : [{ rule: id, moment, told: fix.told.includes(id), holds: condition.holds(facts) }];
  });
}
