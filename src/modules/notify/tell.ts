import type { Transaction } from 'kysely';
import { PRIORITIES } from '../../kernel/decision.ts';
import { type PlannedAct, plan } from '../../platform/outbox/plan.ts';
import { loadActivePolicy } from '../policy/public.ts';
import type { DB } from '../schema.gen.ts';
import { decideNotices, type Happening, type Notice } from './decide-notices.ts';
import type { NotifyDeps } from './deps.ts';
import { noticeLine } from './digest-text.ts';
import { KIND_WORDS } from './notice-words.ts';
import { messageActs, ticketButtons } from './planned-message.ts';
import { type Audience, emailOf, type Preference, STANDARD, teamIdOf } from './preference.ts';
import { quietUntil } from './quiet.ts';
import { type Address, destinationsOf, loadSenders, type Sender } from './senders.ts';
import { addressesOf, insertNotices, loadPreferences, markTold, type UntoldNotice } from './store.ts';
import { oneLine } from './words.ts';

/** Of one message that is told at once; the rest is a number and a link. */
const LINES = 10;

/** A happening, with the ticket as it stands. */
export type Happened = Happening & { ticket: UntoldNotice['ticket'] };

/**
 * Keeps what happened for those who should hear it, and plans what they hear at once: one message each, however much it
 * is. Where nothing is connected by which messages go, nothing is kept.
 */
export async function tell(deps: NotifyDeps, happened: readonly Happened[]): Promise<void> {
  if (happened.length === 0) return;
  const senders = await loadSenders(deps.db, deps);
  if (senders.length === 0) return;
  const { policy } = await loadActivePolicy(deps.db);
  const audiences = [...new Set(happened.map(({ audience }) => audience))];
  const preferences = await loadPreferences(deps.db, audiences);
  const notices = decideNotices(happened, preferences);
  const tickets = new Map(happened.map(({ ticketId, ticket }) => [ticketId, ticket]));
  await deps.db.transaction().execute(async (tx) => {
    const fresh = await insertNotices(tx, deps.ids, notices);
    const loud = fresh.filter((notice) => notice.loud === 'at once');
    if (loud.length === 0) return;
    const context = {
      senders,
      preferences,
      addresses: await addressesOf(
        tx,
        loud.flatMap(({ audience }) => teamIdOf(audience) ?? []),
      ),
      timeZone: policy.deadlines.timeZone,
      tickets,
    };
    await planAtOnce(tx, deps, context, loud);
  });
}

interface Context {
  senders: readonly Sender[];
  preferences: ReadonlyMap<Audience, Preference>;
  addresses: ReadonlyMap<string, Address & { name: string; key: string }>;
  timeZone: string;
  tickets: ReadonlyMap<string | null, UntoldNotice['ticket']>;
}

async function planAtOnce(
  tx: Transaction<DB>,
  deps: NotifyDeps,
  context: Context,
  loud: readonly (Notice & { id: string })[],
): Promise<void> {
  const acts: PlannedAct[] = [];
  const told: string[] = [];
  for (const [audience, notices] of Map.groupBy(loud, (notice) => notice.audience)) {
    const planned = actsFor(deps, context, audience, notices);
    acts.push(...planned);
    // Who is reached by no way hears of it in a digest, once they are.
    if (planned.length > 0) told.push(...notices.map(({ id }) => id));
  }
  await plan(tx, deps.ids, acts);
  await markTold(tx, told, deps.clock.now());
}

function actsFor(
  deps: NotifyDeps,
  { senders, preferences, addresses, timeZone, tickets }: Context,
  audience: Audience,
  notices: readonly (Notice & { id: string })[],
): PlannedAct[] {
  const preference = preferences.get(audience) ?? STANDARD;
  const address = addresses.get(teamIdOf(audience) ?? '') ?? null;
  const destinations = destinationsOf(senders, audience, address, preference.way);
  const zone = preference.timeZone ?? timeZone;
  const shown = notices.map((notice) => ({ ...notice, ticket: tickets.get(notice.ticketId) ?? null }));
  const isUrgent = shown.some(({ ticket }) => ticket && PRIORITIES[ticket.priority] === 'P0');
  return messageActs(atOnceText(deps.publicUrl, zone, shown), destinations, {
    key: `notice:${notices[0]!.id}`,
    leaves: emailOf(audience),
    // What is P0 and called loud by the policy waits for no morning.
    dueAt: isUrgent ? null : quietUntil(preference.quiet, zone, deps.clock.now()),
  });
}

function atOnceText(url: string, timeZone: string, notices: readonly UntoldNotice[]) {
  const [first] = notices;
  const lines = notices.slice(0, LINES).map((notice) => noticeLine({ url, timeZone }, notice));
  const rest = notices.length - lines.length;
  const more = rest > 0 ? [`- … and ${rest} more: [see all](<${url}/tickets>)`] : [];
  const what = `${KIND_WORDS[first!.kind]}: ${first!.name} ${first!.title}`;
  const others = notices.length > 1 ? ` and ${notices.length - 1} more` : '';
  const tickets = new Set(notices.map(({ ticketId }) => ticketId));
  const [ticketId] = tickets;
  return {
    title: `${oneLine(what).slice(0, 160)}${others}`,
    body: [
      `**${notices.length === 1 ? KIND_WORDS[first!.kind] : 'Please look at these soon'}**`,
      [...lines, ...more].join('\n'),
    ].join('\n\n'),
    buttons: tickets.size === 1 && ticketId ? ticketButtons(first!.name, url) : [],
  };
}
