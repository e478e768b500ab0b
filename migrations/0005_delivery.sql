-- Delivery: acts by lanes, tickets in trackers, asks, notices, alerts that are pulled. Times are UTC.

-- platform ---------------------------------------------------------------------------------------------------

-- Acts towards one outside system share a lane: one worker at a time performs them, at the pace of that system.
alter table outbox
  -- The id of a connection.
  add column lane text not null default 'house',
  -- Acts about the same subject are performed one after the other, in the order in which they were planned.
  add column subject text,
  -- What it is about, for people: "PAY-12 Upgrade lodash".
  add column about text,
  -- Not before.
  add column due_at timestamptz not null default now(),
  -- How often it was begun: more than once means that nobody knows whether it was done before.
  add column begins int not null default 0,
  -- Begun, and not known to have ended.
  add column begun_at timestamptz,
  add column error_code text;
create index outbox_lane_due on outbox (lane, due_at, id) where state = 'pending';
create index outbox_subject on outbox (subject, id) where state = 'pending';
create index outbox_shown on outbox (lane, state, id);
create index outbox_done on outbox (lane, done_at) where state = 'done';
drop index outbox_pending;
create index outbox_open on outbox (id) where state <> 'done';

-- A lane that waits, because its system cannot be reached, asks for a pause, or does not know us any more.
create table outbox_lane (
  lane text primary key,
  paused_until timestamptz,
  because text,
  error_code text,
  -- In a row; a success ends them.
  failures int not null default 0
);

-- tickets: asks ----------------------------------------------------------------------------------------------

-- Work that one side wants of the other: security of a team, or a team of security.
create table ask (
  id uuid primary key,
  queue text not null,
  -- Counts with the tickets of its queue: PAY-12.
  number int not null,
  kind text not null,
  from_team_id uuid not null references team,
  -- Whose queue it is in.
  to_team_id uuid not null references team,
  title text not null,
  -- Markdown, as people wrote it.
  text text not null default '',
  -- Withdrawn by who asked; moved: it goes on as another ask, in the queue of another team of security.
  state text not null default 'open'
    check (state in ('open', 'in-progress', 'done', 'declined', 'withdrawn', 'moved')),
  -- Why it was declined, withdrawn or moved.
  because text,
  moved_to_id uuid references ask on delete set null,
  -- Why it came to this queue.
  routed_because text not null default '',
  -- Who has to act next.
  waits_for text not null default 'to' check (waits_for in ('from', 'to')),
  waits_since timestamptz not null,
  priority smallint not null default 3,
  due_at timestamptz,
  sprint text,
  assignee text,
  asked_by uuid references person on delete set null,
  asked_by_name text not null,
  -- What it is about, where it is about one thing.
  repository_id uuid references repository on delete set null,
  fix_id uuid references fix on delete set null,
  finding_id uuid references finding on delete set null,
  -- Changed by a person there: never overwritten.
  edited text[] not null default '{}',
  -- What it was asked by, such as a comment or the press of a button: heard twice, it is one ask.
  once text unique,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  unique (queue, number)
);
create index ask_to on ask (to_team_id, state, due_at);
create index ask_from on ask (from_team_id, state, due_at);

create table ask_comment (
  id uuid primary key,
  ask_id uuid not null references ask on delete cascade,
  at timestamptz not null,
  actor text not null,
  text text not null
);
create index ask_comment_ask on ask_comment (ask_id, at);

-- Kinds of asks that a team of security takes: `review`, `advice` …; empty = what no other takes.
alter table team add column takes_asks text[] not null default '{}';

create view v_tickets_ask as
  select id, queue, number, kind, from_team_id, to_team_id, title, state, waits_for, waits_since, priority, due_at,
         sprint, assignee, repository_id, fix_id, finding_id, opened_at, closed_at
  from ask;

-- tickets: filing --------------------------------------------------------------------------------------------

-- The other side of a ticket or an ask: its record in the tracker of its queue. Where no tracker is connected to the
-- queue there is none.
create table filing (
  id uuid primary key,
  ticket_id uuid unique references ticket on delete cascade,
  ask_id uuid unique references ask on delete cascade,
  -- Null: the connection was removed; what is there stays as it is.
  connection_id uuid references connection on delete set null,
  system text not null,
  place text not null,
  remote_id text,
  remote_key text,
  remote_url text,
  -- 'left': a person moved it out of our reach, or deleted it a second time; we leave it at that.
  state text not null default 'wanted' check (state in ('wanted', 'filed', 'left')),
  -- Counts up with every change that is to be told, and how far it was told.
  wanted_rev int not null default 1,
  told_rev int not null default 0,
  -- The fields as we told them last: what differs there was changed by a person.
  told jsonb,
  told_at timestamptz,
  -- As it was last read there.
  seen jsonb,
  seen_at timestamptz,
  -- Begun towards it, and nobody knows how it ended: `create`, or the id of a comment of ours.
  begun text,
  -- Comments of before are not told: it was filed long after the ticket was made. Null: all are.
  comments_since timestamptz,
  -- Deleted there, and filed again.
  refiled int not null default 0,
  -- What keeps it from being told: {code, says, at}.
  problem jsonb,
  check (num_nonnulls(ticket_id, ask_id) = 1)
);
create unique index filing_remote on filing (connection_id, remote_id) where remote_id is not null;
create index filing_at on filing (connection_id, place);

-- Comments that stand on both sides.
create table filing_comment (
  filing_id uuid not null references filing on delete cascade,
  -- Of ticket_comment or ask_comment; null: a comment from there that is not kept here.
  comment_id uuid,
  remote_id text not null,
  direction text not null check (direction in ('out', 'in')),
  at timestamptz not null,
  primary key (filing_id, remote_id)
);
create unique index filing_comment_ours on filing_comment (filing_id, comment_id) where comment_id is not null;

-- How far changes of a place are known: where the next reconciliation begins.
create table filing_place (
  connection_id uuid not null references connection on delete cascade,
  place text not null,
  read_until timestamptz not null,
  looked_at timestamptz,
  problem jsonb,
  primary key (connection_id, place)
);

-- The ticket that a comment speaks of ("Moved to LED-12"): linked where it is told.
alter table ticket_comment add column about_ticket_id uuid references ticket on delete set null;

-- access -----------------------------------------------------------------------------------------------------

-- What an outside system calls a person of ours.
create table person_account (
  connection_id uuid not null references connection on delete cascade,
  remote_id text not null,
  person_id uuid not null references person on delete cascade,
  name text not null default '',
  -- 'mail': the same address; 'directory'; 'person': said by themselves, or by an admin.
  known_by text not null check (known_by in ('mail', 'directory', 'person')),
  at timestamptz not null,
  primary key (connection_id, remote_id)
);
create index person_account_person on person_account (person_id);

-- What directories call people of ours, by the key of their connection.
create view v_organisation_known_as as
  select source, external_id, person_id from directory_person where external_id is not null;

-- connections ------------------------------------------------------------------------------------------------

-- Webhooks that were not taken, counted since the connection was made: shown with it, so that a person can mend it.
create table hook_refusal (
  connection_id uuid primary key references connection on delete cascade,
  times int not null default 1,
  last_at timestamptz not null,
  -- `signature`, `unreadable`, `too-large`
  because text not null
);

create view v_connections_connection as
  select id, key, system, enabled from connection;

-- notify -----------------------------------------------------------------------------------------------------

-- Where a team is told.
create view v_organisation_team_address as select id as team_id, channel, mail from team;

-- What a team or a person wants to hear, and how. Without a row: as the policy says.
-- An audience is `team:` and the id of a team, or `person:` and an address.
create table notify_preference (
  audience text primary key,
  -- Null: chat where they can be reached there, else mail.
  way text check (way in ('chat', 'mail', 'both')),
  -- Null: as loud as the policy says.
  digest text check (digest in ('daily', 'weekly')),
  -- In their time zone.
  hour smallint not null default 9,
  -- Of the weekly digest; 1 = Monday.
  weekday smallint not null default 1,
  -- Null: the policy's.
  time_zone text,
  -- '22:00' to '07:00'; null: none.
  quiet_from text,
  quiet_to text,
  quiet_weekends boolean not null default false,
  -- Kinds of notices that are not told.
  muted text[] not null default '{}',
  -- They hear only what their role must hear.
  left_at timestamptz,
  changed_at timestamptz not null
);

-- What happened that somebody should hear.
create table notice (
  id uuid primary key,
  audience text not null,
  kind text not null,
  -- What it was made of: heard twice, it is one notice.
  once text not null,
  -- In which role they hear it; null: as one of the team, or because they asked.
  role text,
  ticket_id uuid references ticket on delete cascade,
  -- PAY-12, or what it is about in a word.
  name text not null,
  title text not null,
  text text not null default '',
  -- Of the page: /tickets/PAY-12
  path text not null,
  loud text not null check (loud in ('at once', 'daily', 'weekly')),
  at timestamptz not null,
  told_at timestamptz,
  unique (audience, once)
);
create index notice_untold on notice (audience) where told_at is null;
create index notice_told on notice (told_at) where told_at is not null;

-- How far each audience was told: the days of its last digests, as its calendar has them.
create table notify_round (
  audience text primary key,
  daily_on date,
  weekly_on date,
  -- Since when the next digest counts what was closed.
  told_at timestamptz not null
);

-- Messages with buttons, so that an answer can take their place.
create table notify_message (
  connection_id uuid not null references connection on delete cascade,
  place text not null,
  remote_id text not null,
  message jsonb not null,
  -- What people said by its buttons, in the order in which they did.
  answers jsonb not null default '[]',
  sent_at timestamptz not null,
  primary key (connection_id, place, remote_id)
);
create index notify_message_sent on notify_message (sent_at);


-- intake: pulled ---------------------------------------------------------------------------------------------

-- What an outside system keeps of findings, pulled as one report: everything of one kind about one target.
create table alert_source (
  id uuid primary key,
  connection_id uuid not null references connection on delete cascade,
  kind text not null,
  target_kind text not null,
  target_key text not null,
  -- The system's own id of the repository: survives a rename.
  host_repository text,
  -- The reader of its reports.
  tool text not null,
  etag text,
  -- Set: to be pulled, since then.
  wanted_at timestamptz,
  -- Named by the newest list of sources.
  listed_at timestamptz not null,
  pulled_at timestamptz,
  -- When what was pulled differed from the time before, and the scan that it became.
  changed_at timestamptz,
  scan_id uuid references scan on delete set null,
  -- Not to be seen any more, or not named any more: its findings stay as they are.
  gone_at timestamptz,
  problem jsonb,
  unique (connection_id, kind, target_kind, target_key)
);
create index alert_source_wanted on alert_source (connection_id, wanted_at, id) where wanted_at is not null;

