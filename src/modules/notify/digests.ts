import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { lockFor } from '../../platform/database/database.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { type PlannedAct, plan } from '../../platform/outbox/plan.ts';
import { loadActivePolicy } from '../policy/public.ts';
import type { DB } from '../schema.gen.ts';
import type { NotifyDeps } from './deps.ts';
import { digestText } from './digest-text.ts';
import { type DueDigest, dueDigest } from './due-digests.ts';
import { messageActs } from './planned-message.ts';
import { type Audience, emailOf, type Preference, STANDARD, teamAudience, teamIdOf } from './preference.ts';
import { quietUntil } from './quiet.ts';
import { type Address, destinationsOf, loadSenders } from './senders.ts';
import {
  addressesOf,
  audiencesWithNews,
  type DueTicket,
  dueTickets,
  keepRounds,
  loadPreferences,
  loadRounds,
  markTold,
  type UntoldNotice,
  untoldOf,
  workingTeams,
} from './store.ts';
import { hearApprovals } from './waiting-approvals.ts';

const WEEK_MS = 7 * 86_400_000;
/** Tickets of each kind that are looked at for a digest's lines. */
const MOST = 5;

/** Digests come on the hour, in whatever zone: some zones are half an hour or three quarters apart. */
export const DIGESTS_CRON = '1,16,31,46 * * * * notify-digests';

export const digestsJob = (deps: NotifyDeps): Job<object> => ({
  name: 'notify-digests',
  payload: z.object({}).loose(),
  // The next one comes in a quarter of an hour.
  maxAttempts: 1,
  async run(_payload, { log }) {
    const planned = await tellDigests(deps);
    if (planned > 0) log.info({ planned }, 'digests go out');
  },
});

/** Plans the digests that are due, each once, in sets. @returns how many messages */
export async function tellDigests(deps: NotifyDeps): Promise<number> {
  const senders = await loadSenders(deps.db, deps);
  if (senders.length === 0) return 0;
  const { policy } = await loadActivePolicy(deps.db);
  const now = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    // Two at once tell one after the other; the second finds everything told.
    await lockFor(tx, 'notify', 'digests');
    const teams = (await workingTeams(tx)).map(teamAudience);
    const audiences = [...new Set([...teams, ...(await audiencesWithNews(tx))])];
    const preferences = await loadPreferences(tx, audiences);
    const rounds = await loadRounds(tx, audiences);
    const zoneOf = ({ timeZone }: Preference) => timeZone ?? policy.deadlines.timeZone;
    const due = audiences.flatMap((audience): Due[] => {
      const preference = preferences.get(audience) ?? STANDARD;
      const timeZone = zoneOf(preference);
      const digest = dueDigest(preference, timeZone, rounds.get(audience) ?? null, now);
      return digest ? [{ audience, preference, timeZone, ...digest }] : [];
    });
    if (due.length === 0) return 0;
    await hearApprovals(tx, deps.ids, due);
    const facts = await loadFacts(tx, due, now);
    const told = due.map((one) => ({ ...one, ...factsOf(facts, one) }));
    const acts: PlannedAct[] = [];
    const heard: string[] = [];
    for (const one of told) {
      const message = digestText({ ...one, url: deps.publicUrl });
      const destinations = destinationsOf(senders, one.audience, one.address, one.preference.way);
      if (!message || destinations.length === 0) continue;
      heard.push(...one.notices.map(({ id }) => id));
      acts.push(
        ...messageActs(message, destinations, {
          key: `digest:${one.audience}:${one.on}`,
          leaves: emailOf(one.audience),
          dueAt: quietUntil(one.preference.quiet, one.timeZone, now),
        }),
      );
    }
    await keepRounds(tx, due, now);
    await markTold(tx, heard, now);
    return plan(tx, deps.ids, acts);
  });
}

interface Due extends DueDigest {
  audience: Audience;
  preference: Preference;
  timeZone: string;
}

interface Facts {
  notices: ReadonlyMap<string, UntoldNotice[]>;
  due: ReadonlyMap<string, DueTicket[]>;
  addresses: ReadonlyMap<string, Address & { name: string; key: string }>;
  names: ReadonlyMap<string, string>;
}

async function loadFacts(db: Kysely<DB>, due: readonly Due[], now: Date): Promise<Facts> {
  const teamIds = due.flatMap(({ audience }) => teamIdOf(audience) ?? []);
  const weekly = due.flatMap(({ audience, which }) => (which === 'weekly' ? (teamIdOf(audience) ?? []) : []));
  const notices = await untoldOf(
    db,
    due.map(({ audience }) => audience),
  );
  const pressing = await dueTickets(db, weekly, { now, soon: new Date(now.getTime() + WEEK_MS), most: MOST });
  const emails = due.flatMap(({ audience }) => emailOf(audience) ?? []);
  return {
    notices: Map.groupBy(notices, ({ audience }) => audience),
    due: Map.groupBy(pressing, ({ teamId }) => teamId),
    addresses: await addressesOf(db, teamIds),
    names: await namesOf(db, emails),
  };
}

function factsOf(facts: Facts, { audience, which }: Due) {
  const teamId = teamIdOf(audience) ?? '';
  const address = facts.addresses.get(teamId) ?? null;
  const email = emailOf(audience) ?? '';
  const all = facts.notices.get(audience) ?? [];
  return {
    address,
    name: address?.name ?? facts.names.get(email) ?? email,
    // What waits for the weekly one waits on.
    notices: which === 'weekly' ? all : all.filter(({ loud }) => loud !== 'weekly'),
    due: facts.due.get(teamId) ?? [],
    listPath: address ? `/tickets?team=${encodeURIComponent(address.key)}` : '/tickets',
  };
}

async function namesOf(db: Kysely<DB>, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; name: string }>`
    select email, name from v_access_person where email = any(${[...emails]}::text[])`.execute(db);
  return new Map(rows.map(({ email, name }) => [email, name]));
}

/** What a team would be told now, without telling it: everything that waits, as in a weekly one. */
export async function previewDigest(
  deps: NotifyDeps,
  teamId: string,
): Promise<{ title: string; body: string } | null> {
  const { policy } = await loadActivePolicy(deps.db);
  const now = deps.clock.now();
  const audience = teamAudience(teamId);
  const preference = (await loadPreferences(deps.db, [audience])).get(audience) ?? STANDARD;
  const timeZone = preference.timeZone ?? policy.deadlines.timeZone;
  const one: Due = { audience, preference, timeZone, which: 'weekly', on: '' };
  return digestText({ ...one, ...factsOf(await loadFacts(deps.db, [one], now), one), url: deps.publicUrl });
}
