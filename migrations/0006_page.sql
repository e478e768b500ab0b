-- The page: who gets in and how, numbers kept as rows change, the explorer, what faces outward. Times are UTC.

create extension if not exists pg_trgm;

-- access: signing in ------------------------------------------------------------------------------------------

alter table session
  add column id uuid not null default gen_random_uuid() unique,
  -- How they signed in: `link`, `password+totp`, `passkey`, `oidc:KEY`.
  add column method text not null default 'link',
  add column user_agent text,
  add column last_used_at timestamptz not null default now();

-- A local account's password, as argon2id says it ($argon2id$…).
create table person_password (
  person_id uuid primary key references person on delete cascade,
  hash text not null,
  changed_at timestamptz not null
);

-- Wrong answers in a row, to password or second factor; a right one ends them. By the hash of the email that was typed,
-- whether somebody is called so or not: who is here cannot be found out by it.
create table sign_in_failure (
  hash bytea primary key,
  failed int not null,
  locked_until timestamptz,
  at timestamptz not null
);
create index sign_in_failure_at on sign_in_failure (at);

create table person_totp (
  person_id uuid primary key references person on delete cascade,
  -- Sealed (platform/secrets).
  secret bytea not null,
  -- Null: offered, and not yet proven to be in the person's app.
  confirmed_at timestamptz,
  -- A code holds once.
  last_step bigint
);

create table passkey (
  -- The authenticator's own id of the credential.
  id bytea primary key,
  person_id uuid not null references person on delete cascade,
  name text not null,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on passkey (person_id);

-- For the day on which the second factor is lost; each holds once.
create table recovery_code (
  hash bytea primary key,
  person_id uuid not null references person on delete cascade,
  used_at timestamptz
);
create index recovery_code_person on recovery_code (person_id);

-- What was begun in a browser and has to come back once: a second factor, a passkey's challenge, the way through an
-- identity provider.
create table sign_in_attempt (
  hash bytea primary key,
  kind text not null,
  person_id uuid references person on delete cascade,
  data jsonb not null default '{}',
  expires_at timestamptz not null
);
create index sign_in_attempt_expires on sign_in_attempt (expires_at);

create table identity_provider (
  id uuid primary key,
  key text not null unique,
  name text not null,
  issuer text not null,
  client_id text not null,
  -- Sealed; null = a public client.
  client_secret bytea,
  scopes text[] not null default '{openid,profile,email}',
  groups_claim text not null default 'groups',
  -- {"security-team":{"roles":["security"]},"pay":{"roles":["manager"],"team":"payments"}}
  group_roles jsonb not null default '{}',
  -- Makes people who sign in for the first time.
  makes_people boolean not null default true,
  -- Its emails count although it does not say that it has verified them.
  trusts_email boolean not null default false,
  enabled boolean not null default true,
  created_at timestamptz not null
);

create table person_identity (
  provider_id uuid not null references identity_provider on delete cascade,
  subject text not null,
  person_id uuid not null references person on delete cascade,
  -- Roles that hold everywhere and came from this provider: it takes them away again.
  gave_roles text[] not null default '{}',
  seen_at timestamptz not null,
  primary key (provider_id, subject)
);
create index person_identity_person on person_identity (person_id);

-- access: rights ----------------------------------------------------------------------------------------------

-- A role that holds for one team, or for one unit with all below it. Roles that hold everywhere are on `person`.
create table person_grant (
  id uuid primary key,
  person_id uuid not null references person on delete cascade,
  role text not null,
  team_id uuid references team on delete cascade,
  unit_id uuid references business_unit on delete cascade,
  -- `hand`, or `oidc:KEY`: what a provider gave, it takes away again.
  origin text not null default 'hand',
  given_by text not null,
  given_at timestamptz not null,
  check ((team_id is null) <> (unit_id is null))
);
create unique index person_grant_once on person_grant (person_id, role, coalesce(team_id, unit_id), origin);

-- What the organisation itself says of who is what where: members and their roles, those whom a team names, leaders.
create view v_organisation_holding as
  select m.person_id, 'developer' as role, m.team_id, null::uuid as unit_id
    from v_organisation_member m join team t on t.id = m.team_id and t.retired_at is null where m.role <> 'partner'
  union all
  select m.person_id, case m.role when 'deputy' then 'champion' else m.role end, m.team_id, null
    from v_organisation_member m join team t on t.id = m.team_id and t.retired_at is null
    where m.role in ('manager', 'champion', 'deputy', 'partner')
  union all
  select p.id, n.role, t.id, null
    from person p
    join team t on t.retired_at is null
    cross join lateral (
      select 'manager' as role where lower(t.manager) = p.email
      union all select 'champion' where lower(t.champion) = p.email
      union all select 'champion' from unnest(t.deputies) d where lower(d) = p.email
      union all select 'partner' where lower(t.partner) = p.email) n
  union all
  select p.id, 'leader', null, u.id from business_unit u join person p on p.email = lower(u.leader);

-- Pipelines and programs: nobody's account, some team's responsibility.
create table service_account (
  id uuid primary key,
  key text not null unique,
  name text not null,
  team_id uuid references team on delete set null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
alter table api_token add column service_account_id uuid references service_account on delete cascade;

-- Which pipelines may get a token of a service account for their own signed one.
create table ci_trust (
  id uuid primary key,
  service_account_id uuid not null references service_account on delete cascade,
  issuer text not null,
  audience text not null,
  -- Claims that must hold, `*` inside a value stands for any text without a slash: {"repository":"acme/*"}
  claims jsonb not null,
  created_by text not null,
  created_at timestamptz not null
);
create index ci_trust_issuer on ci_trust (issuer);
-- A pipeline's token holds once.
create table ci_token_used (
  hash bytea primary key,
  expires_at timestamptz not null
);

-- The audit trail's chain: entries are sealed in the order in which they were committed, each with the one before.
create table audit_seal (
  seq bigint primary key,
  entry_id bigint not null unique,
  hash bytea not null
);
create trigger audit_seal_append_only before update or delete on audit_seal
  for each row execute function audit_entry_is_append_only();
-- Entries that wait for their seal: they are found without looking through the trail.
create table audit_unsealed (
  entry_id bigint primary key
);
create function audit_wants_seal() returns trigger language plpgsql as $$
begin
  insert into audit_unsealed select id from after;
  return null;
end $$;
create trigger audit_wants_seal after insert on audit_entry
  referencing new table as after for each statement execute function audit_wants_seal();
insert into audit_unsealed select id from audit_entry;
create index audit_entry_actor on audit_entry (actor, id);
create index audit_entry_subject on audit_entry (subject, id);
create index audit_entry_action on audit_entry (action, id);
create index audit_entry_at on audit_entry using brin (at);

-- findings: the explorer ----------------------------------------------------------------------------------------

-- When the tool first looked at the target in this category: what it found then is no one's new mistake.
alter table stream add column first_at timestamptz;
update stream s set first_at = x.at
  from (select stream_id, min(scanned_at) as at from scan where stream_id is not null group by stream_id) x
  where x.stream_id = s.id and s.tool <> 'by-hand';
create index stream_tool on stream (tool, first_at);
create or replace view v_findings_stream as
  select id, target_id, tool, category, scan_id, scanned_at, first_at from stream;

-- The order of lists: closed ones last, then the most urgent, then the soonest due.
drop index finding_queue;
create index finding_queue on finding
  (owner_team_id, (state in ('fixed', 'excepted')), priority, coalesce(due_at, 'infinity'::timestamptz), id)
  include (repository_id, state);
create index finding_order on finding
  ((state in ('fixed', 'excepted')), priority, coalesce(due_at, 'infinity'::timestamptz), id);

-- What nobody owns is few: counted as it is.
create index finding_unowned on finding (target_id, priority, id) include (fix_id, repository_id)
  where unowned and state in ('open', 'reopened');
create view v_findings_unowned as
  select id, target_id, repository_id, priority, fix_id, owner_team_id, owner_reason_id from finding
  where unowned and state in ('open', 'reopened');
-- What waits longest, each weakness once.
create index finding_oldest on finding (opened_at, id) where state in ('open', 'reopened') and lead_id is null;
-- What counting needs of findings and of fixes, for those who need no names.
create view v_findings_row as
  select id, (state in ('fixed', 'excepted')) as closed, state, owner_team_id, repository_id, target_id, priority,
    coalesce(due_at, 'infinity'::timestamptz) as due, due_at, opened_at, changed_at, lead_id from finding;
create view v_findings_fix_row as
  select id, state, route, owner_team_id, priority, due_at, exploited, open_findings, opened_at, review_at, base_target_id
  from fix;
-- How long a team took lately.
create index finding_fixed on finding (owner_team_id, changed_at) include (opened_at) where state = 'fixed';
create index target_key on target (key);

-- The words of a finding for searching, filled behind the line: an index of trigrams is too slow to wait for.
create table finding_text (
  finding_id uuid primary key references finding on delete cascade,
  text text not null
);
create index finding_text_trigrams on finding_text using gin (text gin_trgm_ops);
-- What filters ask of a finding, each a word (`open/P1`, `tool/semgrep`): together they find the few that many share with
-- none. Filled behind the line too, so that writing findings keeps no further index.
create table finding_facet (
  finding_id uuid primary key references finding on delete cascade,
  tags text[] not null
);
create index finding_facet_tags on finding_facet using gin (tags);
create view v_findings_facet as select finding_id, tags from finding_facet;
create index rule_key on rule using hash (key);
-- Findings whose words or tags are to be written anew.
create table finding_text_wanted (
  finding_id uuid not null
);

create function finding_wants_text() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into finding_text_wanted select id from after;
  else
    insert into finding_text_wanted select a.id from after a join before b on b.id = a.id
      where (a.state, a.priority, a.severity, a.owner_team_id, a.exploited, a.unowned, a.exception_id, a.rule_id,
          a.changed_scan_id, a.title, a.path, a.component, a.version, a.vulnerabilities)
        is distinct from (b.state, b.priority, b.severity, b.owner_team_id, b.exploited, b.unowned, b.exception_id, b.rule_id,
          b.changed_scan_id, b.title, b.path, b.component, b.version, b.vulnerabilities);
  end if;
  return null;
end $$;
create trigger finding_wants_text_when_new after insert on finding
  referencing new table as after for each statement execute function finding_wants_text();
create trigger finding_wants_text_when_changed after update on finding
  referencing new table as after old table as before for each statement execute function finding_wants_text();
insert into finding_text_wanted select id from finding;

create or replace view v_findings_finder as select finding_id, name, evidence, person_id from finder;

-- Filters that a person kept, or gave to a team.
create table saved_view (
  id uuid primary key,
  -- The page it is for: `findings`, `tickets`.
  page text not null,
  name text not null,
  person_id uuid not null references person on delete cascade,
  team_id uuid references team on delete cascade,
  -- The page's search, as in its address.
  query jsonb not null,
  created_at timestamptz not null
);
create unique index saved_view_name on saved_view (person_id, page, lower(name));

-- What was done to many findings at once, so that it can be undone at once.
create table bulk_change (
  id uuid primary key,
  kind text not null,
  by_label text not null,
  at timestamptz not null,
  -- What was asked, and what came of it in numbers.
  told jsonb not null,
  undone_at timestamptz,
  undone_by text
);
create table bulk_change_item (
  bulk_id uuid not null references bulk_change on delete cascade,
  finding_id uuid not null references finding on delete cascade,
  -- How to take it back.
  undo jsonb not null default '{}',
  primary key (bulk_id, finding_id)
);

-- insight: rows heard --------------------------------------------------------------------------------------------

-- Each statement that writes findings leaves here what it changed in the counts: one row per kind of finding, not per
-- finding. The sum of all that was ever heard is what a count of the table would say now.
create table insight_finding_change (
  id bigint generated always as identity primary key,
  team_id uuid not null,
  tool text not null,
  kind text not null,
  phase text not null,
  severity smallint not null,
  priority smallint not null,
  state text not null,
  -- Another finding leads: the same weakness, told by another tool.
  follows boolean not null,
  -- Found by the first look of its tool at its target.
  first_look boolean not null,
  opened_on date not null,
  closed_on date,
  -- Whole days from opening to the verified fix.
  days smallint,
  due_on date,
  -- Fixed in time; null while it is open, has no date, or was excepted.
  met boolean,
  n int not null
);

-- One function for each way of writing: each keeps its plan.
do $do$
declare
  columns text := 'owner_team_id, stream_id, kind, phase, severity, priority, state, lead_id, opened_at, changed_at, due_at';
  way record;
begin
  for way in select * from (values
    ('new', format('select 1 as n, %1$s from after', columns)),
    ('removed', format('select -1 as n, %1$s from before', columns)),
    ('changed', format('select 1 as n, %1$s from after union all select -1, %1$s from before', columns))
  ) w(name, rows) loop
    execute format($make$
      create function insight_hear_%1$s_findings() returns trigger language plpgsql as $hear$
      begin
        insert into insight_finding_change (team_id, tool, kind, phase, severity, priority, state, follows, first_look,
          opened_on, closed_on, days, due_on, met, n)
        select f.owner_team_id, coalesce(s.tool, ''), f.kind, f.phase, f.severity, f.priority,
          case when f.state = 'reopened' then 'open' else f.state end, f.lead_id is not null,
          coalesce(f.opened_at <= s.first_at, false), (f.opened_at at time zone 'UTC')::date,
          case when f.state in ('fixed', 'excepted') then (f.changed_at at time zone 'UTC')::date end,
          case when f.state = 'fixed'
            then least(1000, greatest(0, floor(extract(epoch from f.changed_at - f.opened_at) / 86400)))::smallint end,
          (f.due_at at time zone 'UTC')::date,
          case when f.state = 'fixed' then f.changed_at <= f.due_at end, sum(f.n)
        from (%2$s) f left join stream s on s.id = f.stream_id
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 having sum(f.n) <> 0;
        return null;
      end $hear$
    $make$, way.name, way.rows);
  end loop;
end $do$;
create trigger insight_hears_new_findings after insert on finding
  referencing new table as after for each statement execute function insight_hear_new_findings();
create trigger insight_hears_changed_findings after update on finding
  referencing new table as after old table as before for each statement execute function insight_hear_changed_findings();
create trigger insight_hears_removed_findings after delete on finding
  referencing old table as before for each statement execute function insight_hear_removed_findings();

create table insight_ticket_change (
  id bigint generated always as identity primary key,
  team_id uuid not null,
  priority smallint not null,
  open boolean not null,
  opened_on date not null,
  closed_on date,
  due_on date,
  n int not null
);

do $do$
declare
  columns text := 'team_id, priority, state, opened_at, closed_at, due_at';
  way record;
begin
  for way in select * from (values
    ('new', format('select 1 as n, %1$s from after', columns)),
    ('removed', format('select -1 as n, %1$s from before', columns)),
    ('changed', format('select 1 as n, %1$s from after union all select -1, %1$s from before', columns))
  ) w(name, rows) loop
    execute format($make$
      create function insight_hear_%1$s_tickets() returns trigger language plpgsql as $hear$
      begin
        insert into insight_ticket_change (team_id, priority, open, opened_on, closed_on, due_on, n)
        select t.team_id, t.priority, t.state <> 'closed', (t.opened_at at time zone 'UTC')::date,
          case when t.state = 'closed' then (t.closed_at at time zone 'UTC')::date end,
          (t.due_at at time zone 'UTC')::date, sum(t.n)
        from (%2$s) t group by 1, 2, 3, 4, 5, 6 having sum(t.n) <> 0;
        return null;
      end $hear$
    $make$, way.name, way.rows);
  end loop;
end $do$;
create trigger insight_hears_new_tickets after insert on ticket
  referencing new table as after for each statement execute function insight_hear_new_tickets();
create trigger insight_hears_changed_tickets after update on ticket
  referencing new table as after old table as before for each statement execute function insight_hear_changed_tickets();
create trigger insight_hears_removed_tickets after delete on ticket
  referencing old table as before for each statement execute function insight_hear_removed_tickets();

-- Scans that came and went, and those of them that failed.
create table insight_scan_change (
  id bigint generated always as identity primary key,
  failed boolean not null,
  n int not null
);

create function insight_hear_scans() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into insight_scan_change (failed, n) select state = 'failed', count(*) from after group by 1;
  elsif tg_op = 'DELETE' then
    insert into insight_scan_change (failed, n) select state = 'failed', -count(*) from before group by 1;
  else
    insert into insight_scan_change (failed, n)
      select failed, sum(n) from (
        select state = 'failed' as failed, 1 as n from after union all select state = 'failed', -1 from before
      ) x group by 1 having sum(n) <> 0;
  end if;
  return null;
end $$;
create trigger insight_hears_new_scans after insert on scan
  referencing new table as after for each statement execute function insight_hear_scans();
create trigger insight_hears_changed_scans after update on scan
  referencing new table as after old table as before for each statement execute function insight_hear_scans();
create trigger insight_hears_removed_scans after delete on scan
  referencing old table as before for each statement execute function insight_hear_scans();

-- What pages count besides: whatever was kept of it is made anew after the next fold.
create table insight_nudge (
  id bigint generated always as identity primary key,
  at timestamptz not null default now()
);
create function insight_hear_nudge() returns trigger language plpgsql as $$
begin
  -- A statement that touched no row changed nothing.
  if tg_op = 'DELETE' then perform from before limit 1; else perform from after limit 1; end if;
  if found then insert into insight_nudge default values; end if;
  return null;
end $$;
create trigger insight_hears_new_coverage after insert on ownership_coverage
  referencing new table as after for each statement execute function insight_hear_nudge();
create trigger insight_hears_changed_coverage after update on ownership_coverage
  referencing new table as after for each statement execute function insight_hear_nudge();
create trigger insight_hears_removed_coverage after delete on ownership_coverage
  referencing old table as before for each statement execute function insight_hear_nudge();
create trigger insight_hears_new_repositories after insert on repository
  referencing new table as after for each statement execute function insight_hear_nudge();
create trigger insight_hears_changed_repositories after update on repository
  referencing new table as after for each statement execute function insight_hear_nudge();
create trigger insight_hears_removed_repositories after delete on repository
  referencing old table as before for each statement execute function insight_hear_nudge();

-- What stood in the tables before anybody listened.
insert into insight_finding_change (team_id, tool, kind, phase, severity, priority, state, follows, first_look,
    opened_on, closed_on, days, due_on, met, n)
  select f.owner_team_id, s.tool, f.kind, f.phase, f.severity, f.priority,
    case when f.state = 'reopened' then 'open' else f.state end, f.lead_id is not null,
    coalesce(f.opened_at <= s.first_at, false), (f.opened_at at time zone 'UTC')::date,
    case when f.state in ('fixed', 'excepted') then (f.changed_at at time zone 'UTC')::date end,
    case when f.state = 'fixed'
      then least(1000, greatest(0, floor(extract(epoch from f.changed_at - f.opened_at) / 86400)))::smallint end,
    (f.due_at at time zone 'UTC')::date, case when f.state = 'fixed' then f.changed_at <= f.due_at end, count(*)
  from finding f join stream s on s.id = f.stream_id
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14;
insert into insight_ticket_change (team_id, priority, open, opened_on, closed_on, due_on, n)
  select team_id, priority, state <> 'closed', (opened_at at time zone 'UTC')::date,
    case when state = 'closed' then (closed_at at time zone 'UTC')::date end, (due_at at time zone 'UTC')::date, count(*)
  from ticket group by 1, 2, 3, 4, 5, 6;
insert into insight_scan_change (failed, n) select state = 'failed', count(*) from scan group by 1;

-- Whose numbers a team's numbers are part of: its own, those of its unit and of all above, the company's.
create table insight_scope (
  team_id uuid not null,
  -- A team, a business unit, or the company (all zeros).
  scope_id uuid not null,
  primary key (team_id, scope_id)
);

-- The counts themselves. What each measure counts, and which columns it uses, is in insight/rollup/measures.ts.
create table insight_cell (
  scope_id uuid not null,
  measure smallint not null,
  -- First day of the ISO week or month, or a day, as the measure has it.
  at date not null,
  tool text not null default '',
  kind text not null default '',
  phase text not null default '',
  severity smallint not null default -1,
  priority smallint not null default -1,
  days smallint not null default -1,
  first_look boolean not null default false,
  n int not null,
  primary key (scope_id, measure, at, tool, kind, phase, severity, priority, days, first_look) include (n)
);

-- How far the counts are.
create table insight_state (
  name text primary key,
  folds bigint not null default 0,
  folded_at timestamptz not null default now()
);

-- insight: checks -------------------------------------------------------------------------------------------------

-- Kinds of weakness that a tool ever told of here.
create table insight_tool_kind (
  tool text not null,
  kind text not null,
  primary key (tool, kind)
);
-- What a tool looks for, as bits (insight/checks/kinds.ts): by its reader's card, and by what it told.
create table insight_tool (
  tool text primary key,
  kinds int not null
);
-- Which tools look at which repositories: since when, and the last complete scan.
create table insight_check (
  repository_id uuid not null references repository on delete cascade,
  tool text not null,
  first_at timestamptz not null,
  scanned_at timestamptz not null,
  primary key (repository_id, tool)
);
create index insight_check_silent on insight_check (scanned_at);
create index insight_check_tool on insight_check (tool, scanned_at desc);
-- The kinds that all of a repository's tools look for.
create table insight_checked (
  repository_id uuid primary key references repository on delete cascade,
  kinds int not null
);
-- Streams that a scan has moved on.
create table insight_stream_heard (
  id bigint generated always as identity primary key,
  stream_id uuid not null
);

create function insight_hear_streams() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into insight_stream_heard (stream_id) select id from after where scanned_at is not null;
  else
    insert into insight_stream_heard (stream_id)
      select a.id from after a join before b on b.id = a.id where a.scanned_at is distinct from b.scanned_at;
  end if;
  return null;
end $$;
create trigger insight_hears_new_streams after insert on stream
  referencing new table as after for each statement execute function insight_hear_streams();
create trigger insight_hears_changed_streams after update on stream
  referencing new table as after old table as before for each statement execute function insight_hear_streams();
insert into insight_stream_heard (stream_id) select id from stream where scanned_at is not null;

create index scan_failed on scan (received_at desc) where state = 'failed';
-- What people found where tools had looked before.
create index finding_told_late on finding (opened_at desc)
  where phase in ('penetration-test', 'bug-bounty', 'incident');
create index trust_label_not_useful on trust_label (at) where word = 'not-useful' and undone_at is null;
create index ticket_due on ticket (due_at) where state <> 'closed';

create view v_policy_rule_measure as
  select tool, rule, not_useful, fixed, acknowledged, lower_bound, upper_bound, asked from rule_measure;
create view v_policy_label as
  select tool, rule, finding_id, word, at from trust_label where undone_at is null;
create view v_organisation_service as
  select id, repository_id, path, name, exposure, tier from service;

-- insight: what people say beside the numbers ---------------------------------------------------------------------

-- A thin line on a trend: a new header, a new check, a training, a policy.
create table insight_marker (
  id uuid primary key,
  at date not null,
  title text not null,
  kind text not null,
  -- Null: for everybody.
  team_id uuid references team on delete cascade,
  unit_id uuid references business_unit on delete cascade,
  -- What it should change, where it is about one thing.
  tool text,
  rule text,
  created_by text not null,
  created_at timestamptz not null
);

create table insight_target (
  id uuid primary key,
  -- Null: the company's.
  unit_id uuid references business_unit on delete cascade,
  -- First day of the quarter.
  quarter date not null,
  measure text not null,
  value real not null,
  set_by text not null,
  set_at timestamptz not null
);
create unique index insight_target_once on insight_target (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'), quarter, measure);

create view v_policy_activation as select id, version, at, actor, reason, again from policy_activation;

-- Champion and partner met: what is new counts from here.
create table team_meeting (
  id uuid primary key,
  team_id uuid not null references team on delete cascade,
  at timestamptz not null,
  by_label text not null,
  note text not null default ''
);
create index team_meeting_team on team_meeting (team_id, at desc);

-- insight: homes and meetings -------------------------------------------------------------------------------------

create index ticket_team_due on ticket (team_id, due_at) where due_at is not null;
create index fix_unowned on fix (id) where unowned and state = 'open';
-- What a team does next: what is said to be fixed waits for a scan, P0 means now, the rest goes by date.
create index ticket_next on ticket
  (team_id, (state = 'claimed-fixed'), (priority > 0), coalesce(due_at, 'infinity'::timestamptz), priority, id)
  where state <> 'closed';
create index ticket_team_closed on ticket (team_id, closed_at) where closed_at is not null;
create or replace view v_tickets_ticket as
  select id, fix_id, team_id, queue, number, title, priority, due_at, findings, state, opened_at, closed_at, assignee
  from ticket;
-- The record in the team's own tracker, as it was last read there.
create view v_tickets_filed as
  select ticket_id, ask_id, remote_key, remote_url, seen ->> 'status' as status, seen ->> 'sprint' as sprint
  from filing where remote_id is not null;
create view v_findings_unowned_fix as select id from fix where unowned and state = 'open';
create view v_tickets_hold as
  select fix_id, since, review_at, reviews from ticket_hold where released_at is null;
create view v_connections_standing as
  select key, system, enabled, last_ok_at, last_error is not null as failing, created_at from connection;
create view v_connections_parked as
  select id, lane, about, created_at from outbox where state = 'parked';
create view v_access_grant as
  select person_id, role, team_id, unit_id from person_grant;

-- What faces outward without signing in: a wall, a team's badge, a frame. Its key is part of its address, says nothing
-- of what it shows, and can be withdrawn.
create table publication (
  id uuid primary key,
  kind text not null check (kind in ('wall', 'badge', 'frame')),
  key_hash bytea not null unique,
  -- Null: the company.
  team_id uuid references team on delete cascade,
  unit_id uuid references business_unit on delete cascade,
  title text not null,
  -- Pages that may frame it.
  framed_by text[] not null default '{}',
  created_by text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create index ticket_opened on ticket (opened_at);
create index ticket_closed on ticket (closed_at) where closed_at is not null;
-- The order of lists of tickets: closed ones last, then the soonest due.
drop index ticket_list;
create index ticket_order on ticket
  ((state = 'closed'), coalesce(due_at, 'infinity'::timestamptz), priority, queue, number);
create index ticket_team_order on ticket
  (team_id, (state = 'closed'), coalesce(due_at, 'infinity'::timestamptz), priority, queue, number);

-- Asks as their list has them: open ones first, of those what waits longest.
create index ask_order on ask
  ((closed_at is not null), (case when closed_at is null then waits_since end), closed_at desc, id);

-- intake: scans of a state are looked for where they are few.
create index scan_state on scan (state, received_at desc, id desc);

-- Words inside names.
create index repository_words on repository using gin (lower(key) gin_trgm_ops);
create index ownership_coverage_words on ownership_coverage
  using gin (lower(folder || ' ' || coalesce(name, '')) gin_trgm_ops);
create index rule_words on rule using gin (lower(key || ' ' || coalesce(name, '')) gin_trgm_ops);
