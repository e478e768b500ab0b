import { type Kysely, sql, type Transaction } from 'kysely';
import type { Loudness, NoticeKind, PutPreferences } from '../../contract/notify.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { addressCalled } from '../access/public.ts';
import type { DB } from '../schema.gen.ts';
import type { Notice } from './decide-notices.ts';
import type { Round } from './due-digests.ts';
import { type Audience, type Preference, STANDARD } from './preference.ts';
import type { Address } from './senders.ts';

type Db = Kysely<DB>;
type Tx = Transaction<DB>;

export async function loadPreferences(
  db: Db,
  audiences: readonly Audience[],
): Promise<Map<Audience, Preference>> {
  if (audiences.length === 0) return new Map();
  const rows = await db
    .selectFrom('notify_preference')
    .selectAll()
    .where('audience', 'in', [...audiences])
    .execute();
  return new Map(
    rows.map((row) => [
      row.audience as Audience,
      {
        way: row.way as Preference['way'],
        digest: row.digest as Preference['digest'],
        hour: row.hour,
        weekday: row.weekday,
        timeZone: row.time_zone,
        quiet:
          row.quiet_from === null || row.quiet_to === null
            ? null
            : { from: row.quiet_from, to: row.quiet_to, weekends: row.quiet_weekends },
        muted: row.muted as NoticeKind[],
        left: row.left_at !== null,
      },
    ]),
  );
}

export async function putPreference(
  tx: Tx,
  audience: Audience,
  wanted: PutPreferences,
  now: Date,
): Promise<void> {
  const row = {
    way: wanted.way,
    digest: wanted.digest,
    hour: wanted.hour,
    weekday: wanted.weekday,
    time_zone: wanted.timeZone,
    quiet_from: wanted.quiet?.from ?? null,
    quiet_to: wanted.quiet?.to ?? null,
    quiet_weekends: wanted.quiet?.weekends ?? false,
    muted: [...new Set(wanted.muted)],
    left_at: wanted.left ? now : null,
    changed_at: now,
  };
  await tx
    .insertInto('notify_preference')
    .values({ audience, ...row })
    .onConflict((conflict) => conflict.column('audience').doUpdateSet(row))
    .execute();
}

/** Leaves all else as it is. @returns false when they had left before */
export async function leave(tx: Tx, audience: Audience, now: Date): Promise<boolean> {
  const before = (await loadPreferences(tx, [audience])).get(audience) ?? STANDARD;
  if (before.left) return false;
  await putPreference(tx, audience, { ...before, left: true }, now);
  return true;
}

/** Channels and addresses of teams, by their ids. */
export async function addressesOf(
  db: Db,
  teamIds: readonly string[],
): Promise<Map<string, Address & { name: string; key: string }>> {
  if (teamIds.length === 0) return new Map();
  const { rows } = await sql<Address & { id: string; name: string; key: string }>`
    select t.id, t.name, t.key, a.channel, a.mail
    from v_organisation_team t join v_organisation_team_address a on a.team_id = t.id
    where t.id = any(${[...teamIds]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}

/** @returns those that are new, with their ids: what is heard twice is kept once */
export async function insertNotices(
  tx: Tx,
  ids: IdSource,
  notices: readonly Notice[],
): Promise<(Notice & { id: string })[]> {
  if (notices.length === 0) return [];
  const rows = notices.map((notice) => ({ ...notice, id: ids.next(), ticket_id: notice.ticketId }));
  const inserted = await sql<{ id: string }>`
    insert into notice (id, audience, kind, once, role, ticket_id, name, title, text, path, loud, at)
    select id, audience, kind, once, role, ticket_id, name, title, text, path, loud, at
    from jsonb_populate_recordset(null::notice, ${JSON.stringify(rows)}::jsonb)
    on conflict (audience, once) do nothing returning id`.execute(tx);
  const fresh = new Set(inserted.rows.map(({ id }) => id));
  return rows.filter(({ id }) => fresh.has(id));
}

export const markTold = (tx: Tx, ids: readonly string[], at: Date): Promise<unknown> =>
  sql`update notice set told_at = ${at} where id = any(${[...ids]}::uuid[]) and told_at is null`.execute(tx);

/** What somebody has not been told yet. */
export interface UntoldNotice {
  id: string;
  audience: Audience;
  kind: NoticeKind;
  name: string;
  title: string;
  text: string;
  path: string;
  loud: Loudness;
  ticketId: string | null;
  /** As the ticket stands now; null for notices of something else. */
  ticket: { title: string; state: string; priority: number; dueAt: string | null } | null;
}

/** Of one audience; what is more is told as a number. */
const MOST_NOTICES = 1000;

export async function untoldOf(db: Db, audiences: readonly Audience[]): Promise<UntoldNotice[]> {
  const { rows } = await sql<UntoldNotice>`
    select n.id, n.audience, n.kind, n.name, n.title, n.text, n.path, n.loud, n.ticket_id as "ticketId",
      case when k.id is not null then json_build_object('title', k.title, 'state', k.state, 'priority', k.priority,
        'dueAt', k.due_at) end as ticket
    from unnest(${[...audiences]}::text[]) a(audience)
    cross join lateral (select * from notice m where m.audience = a.audience and m.told_at is null
      order by m.at desc, m.id desc limit ${sql.lit(MOST_NOTICES)}) n
    left join v_tickets_ticket k on k.id = n.ticket_id
    order by n.at, n.id`.execute(db);
  return rows;
}

export const audiencesWithNews = async (db: Db): Promise<Audience[]> => {
  const { rows } = await sql<{ audience: Audience }>`
    select distinct audience from notice where told_at is null`.execute(db);
  return rows.map(({ audience }) => audience);
};

/** Teams that work, by their ids. */
export const workingTeams = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('v_organisation_team').select('id').where('retired_at', 'is', null).execute()).map(
    ({ id }) => id,
  );

export async function loadRounds(db: Db, audiences: readonly Audience[]): Promise<Map<Audience, Round>> {
  const { rows } = await sql<Round & { audience: Audience }>`
    select audience, daily_on::text as "dailyOn", weekly_on::text as "weeklyOn" from notify_round
    where audience = any(${[...audiences]}::text[])`.execute(db);
  return new Map(rows.map(({ audience, ...round }) => [audience, round]));
}

export const keepRounds = (
  tx: Tx,
  rounds: readonly { audience: Audience; which: 'daily' | 'weekly'; on: string }[],
  now: Date,
): Promise<unknown> =>
  sql`insert into notify_round as r (audience, daily_on, weekly_on, told_at)
    select audience, "on", case when which = 'weekly' then "on" end, ${now}
    from jsonb_to_recordset(${JSON.stringify(rounds)}::jsonb) n(audience text, which text, "on" date)
    on conflict (audience) do update set daily_on = excluded.daily_on,
      weekly_on = coalesce(excluded.weekly_on, r.weekly_on), told_at = excluded.told_at`.execute(tx);

export interface DueTicket {
  teamId: string;
  key: string;
  title: string;
  priority: number;
  dueAt: Date;
  overdue: boolean;
  /** Of the team, all that are overdue, or all that come due. */
  total: number;
}

/** Each team's most pressing tickets: so many overdue, so many that come due until `soon`. */
export async function dueTickets(
  db: Db,
  teamIds: readonly string[],
  { now, soon, most }: { now: Date; soon: Date; most: number },
): Promise<DueTicket[]> {
  const { rows } = await sql<DueTicket>`
    select team_id as "teamId", queue || '-' || number as key, title, priority, due_at as "dueAt", overdue, total::int
    from (
      select k.*, k.due_at <= ${now} as overdue, count(*) over of as total,
        row_number() over (of order by k.due_at, k.priority, k.id) as place
      from v_tickets_ticket k
      where k.team_id = any(${[...teamIds]}::uuid[]) and k.state in ('open', 'in-progress') and k.due_at <= ${soon}
      window of as (partition by k.team_id, k.due_at <= ${now})
    ) ranked
    where place <= ${most} order by "dueAt", priority, key`.execute(db);
  return rows;
}

/** Who hears what is for security and for nobody by name: triage, unless only another of its teams can be reached. */
export async function securityTeam(db: Db): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select t.id from v_organisation_team t join v_organisation_team_address a on a.team_id = t.id
    where t.kind = 'security' and t.retired_at is null
    order by a.channel is null and a.mail is null, t.key <> 'security-triage', t.key limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** Addresses of those who are called so, by address or by name; nobody and several are left out. */
export async function peopleCalled(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ name: string; email: string | null }>`
    select called.name, ${addressCalled(sql.ref('called.name'))} as email
    from unnest(${[...new Set(names)]}::text[]) called(name)`.execute(db);
  return new Map(rows.flatMap(({ name, email }) => (email === null ? [] : [[name, email] as const])));
}

/** For the nightly job: what was told long ago, and messages whose buttons nobody presses any more. */
export async function forgetNotices(db: Db, before: Date): Promise<number> {
  const gone = await db.deleteFrom('notice').where('at', '<', before).executeTakeFirst();
  await db.deleteFrom('notify_message').where('sent_at', '<', before).execute();
  return Number(gone.numDeletedRows);
}
