-- Ownership as people live it: units inside units, teams that are retired, who belonged where and when, what is
-- no path, and what files may not decide alone. Times are UTC; an interval without an end is still true.

-- connections --------------------------------------------------------------------------------------------------

-- An outside system that we speak to. What must not be seen is sealed; the rest is checked by the connector.
create table connection (
  id uuid primary key,
  key text not null unique,
  system text not null,
  settings jsonb not null default '{}',
  sealed_secrets bytea,
  enabled boolean not null default true,
  last_error jsonb,
  last_ok_at timestamptz,
  created_at timestamptz not null default now()
);

-- A webhook that was taken: the same delivery again does nothing. Forgotten after some days.
create table hook_delivery (
  connection_id uuid not null references connection on delete cascade,
  -- SHA-256 of what the sender calls it: nobody outside decides how long it is.
  delivery bytea not null,
  received_at timestamptz not null default now(),
  primary key (connection_id, delivery)
);
create index hook_delivery_received on hook_delivery (received_at);

-- organisation -------------------------------------------------------------------------------------------------

alter table business_unit add column parent_id uuid references business_unit;

alter table team
  -- Kinds of findings that this security team takes where nobody owns the place.
  add column takes text[] not null default '{}',
  -- Besides `queue` and `channel`: what a file may name for this team.
  add column allowed_queues text[] not null default '{}',
  add column allowed_channels text[] not null default '{}',
  -- A retired team owns nothing any more; what it did stays told.
  add column retired_at timestamptz,
  -- Who says that it exists: 'import', 'api', or the key of a connection (a directory, SCIM).
  add column managed_by text not null default 'import',
  add column deputies text[] not null default '{}';
drop view v_organisation_team;
alter table team drop column deputy;
create view v_organisation_team as
  select t.id, t.key, t.name, t.kind, t.queue, t.channel, t.oncall, t.manager, t.champion, t.deputies, t.partner,
         t.retired_at, t.allowed_queues, b.key as unit_key, b.name as unit_name
  from team t left join business_unit b on b.id = t.business_unit_id;

alter table person
  add column user_name text,
  add column given_name text,
  add column family_name text,
  -- Who says that they exist: 'import', 'api', 'scim', or the key of a connection.
  add column managed_by text not null default 'import',
  -- The directory has let go of them: the account is closed, what they did stays told.
  add column removed_at timestamptz,
  add column updated_at timestamptz not null default now();
create unique index person_user_name on person (lower(user_name)) where user_name is not null;
-- By what they sign in with, as a directory asks for them.
create index person_sign_in_name on person (lower(coalesce(user_name, email)));

-- Several sources may say that somebody is in a team; it is true while one of them does.
alter table membership
  add column managed_by text not null default 'import',
  drop constraint membership_pkey,
  add primary key (person_id, team_id, managed_by);
create index membership_team on membership (team_id);

-- What a directory (the key of a connection, or 'scim') calls a person or a team of ours while it names them.
create table directory_person (
  source text not null,
  person_id uuid not null references person on delete cascade,
  external_id text,
  primary key (source, person_id)
);
create unique index directory_person_external on directory_person (source, external_id)
  where external_id is not null;
create table directory_team (
  source text not null,
  team_id uuid not null references team on delete cascade,
  external_id text,
  name text not null,
  -- Handles by which files may mean the team because the directory says so, such as @acme/payments.
  aliases text[] not null default '{}',
  primary key (source, team_id)
);
create index directory_team_team on directory_team (team_id);
create unique index directory_team_external on directory_team (source, external_id) where external_id is not null;

-- The last reading of a connection's people and teams; of one that found everything as it was, at most once an hour.
create table directory_sync (
  connection_id uuid primary key references connection on delete cascade,
  state text not null check (state in ('running', 'done', 'waiting', 'failed')),
  begun_at timestamptz not null,
  ended_at timestamptz,
  -- The other system asked us to wait until then.
  continues_at timestamptz,
  -- Numbers and sentences for people, as the contract has them.
  told jsonb not null
);

-- Who was in which team from when to when; written by whatever changes `membership`.
create table membership_period (
  person_id uuid not null references person on delete cascade,
  team_id uuid not null references team on delete cascade,
  role text not null,
  begun_at timestamptz not null,
  ended_at timestamptz
);
create unique index membership_period_now on membership_period (person_id, team_id) where ended_at is null;
create index membership_period_team on membership_period (team_id, begun_at);

-- One role for each person and team, whoever says so: the one that carries most.
create view v_organisation_member as
  select distinct on (m.person_id, m.team_id) m.person_id, m.team_id, m.role
  from membership m
  order by m.person_id, m.team_id,
    array_position(array['manager', 'champion', 'deputy', 'partner', 'developer'], m.role) nulls last;

create view v_access_person as
  select p.id, p.email, p.name, p.roles, p.user_name, p.given_name, p.family_name, p.managed_by,
         p.disabled_at is null as active, p.removed_at, p.created_at, p.updated_at, p.xmin::text as version
  from person p;

-- Whose is what is not a path: cloud accounts, images, clusters, hosts, addresses, packages. Most specific first.
create table resource_rule (
  id uuid primary key,
  position int not null,
  kind text not null,
  provider text,
  pattern text,
  tags jsonb not null default '{}',
  -- Either a team, or the repository whose owner it is.
  team_id uuid references team,
  repository_id uuid references repository on delete cascade,
  -- File and line that it was read from, for the trail.
  origin text not null default '',
  managed_by text not null default 'import',
  check ((team_id is null) <> (repository_id is null))
);
create unique index resource_rule_place on resource_rule (managed_by, position);
create index resource_rule_team on resource_rule (team_id);

alter table repository
  add column connection_id uuid references connection on delete set null,
  -- The code host's own id: survives a rename.
  add column host_id text,
  -- What the code host knows of it: {"topics":[],"properties":{},"adminTeams":[]}.
  add column host_facts jsonb not null default '{}',
  -- The commit whose ownership files are stored.
  add column files_commit text,
  -- The code host's word for what changes with a push: as last listed, and as it was when the files were read.
  -- Where they differ, or nothing is listed, the files are still to be read.
  add column host_version text,
  add column files_version text;
-- 'host': a code host lists it.
alter table repository drop constraint repository_known_by_check,
  add constraint repository_known_by_check check (known_by in ('import', 'seen', 'host'));
create unique index repository_host on repository (connection_id, host_id) where host_id is not null;

-- ownership ----------------------------------------------------------------------------------------------------

-- A page of a code host's list as it was last read: an unchanged one costs one conditional request.
create table host_page (
  connection_id uuid not null references connection on delete cascade,
  url text not null,
  etag text not null,
  next_url text,
  -- The code host's ids of the repositories on it, so that one that is on no page is noticed.
  host_ids text[] not null,
  primary key (connection_id, url)
);

-- The last full look at a connection's repositories. `looked_at` of a look that found everything as it was is
-- written at most once an hour.
create table sweep (
  connection_id uuid primary key references connection on delete cascade,
  state text not null check (state in ('running', 'done', 'incomplete', 'waiting', 'failed')),
  begun_at timestamptz not null,
  looked_at timestamptz not null,
  -- The code host asked us to wait until then.
  continues_at timestamptz,
  -- Numbers and sentences for people, as the contract has them.
  told jsonb not null
);

-- What the stored about.yaml files name as theirs besides paths: domains, hosts, addresses. Written with the files.
create table about_asset (
  repository_id uuid not null references repository on delete cascade,
  -- The about.yaml.
  path text not null,
  asset text not null,
  primary key (repository_id, path, asset)
);

-- Labels that the newest report told of a whole target (an image's labels), by `kind:key`.
create table resource_label (
  resource text primary key,
  labels jsonb not null
);

-- Repositories that rules, labels and assets led to when a target was scanned: what changes there moves what was
-- found in it.
create table resource_lead (
  repository_id uuid not null references repository on delete cascade,
  -- As `kind:key`.
  resource text not null,
  primary key (repository_id, resource)
);
create view v_ownership_resource_lead as
  select repository_id, split_part(resource, ':', 1) as kind, substr(resource, strpos(resource, ':') + 1) as key
  from resource_lead;

-- A person's word on who owns a place. It expires, and it is never deleted.
create table ownership_override (
  id uuid primary key,
  repository_id uuid references repository on delete cascade,
  -- A path or pattern of the repository; '' is all of it.
  pattern text not null default '',
  -- Instead of a repository: a resource, as `kind:key`.
  resource text,
  team_id uuid not null references team,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  check ((repository_id is null) <> (resource is null))
);
create index ownership_override_repository on ownership_override (repository_id) where ended_at is null;

-- "Not ours": the finding stays where it is, its clock running, until the arbiter decides.
create table ownership_dispute (
  id uuid primary key,
  finding_id uuid not null references finding on delete cascade,
  -- Whose it is said to be now, and who is said to own it instead (null: not known).
  from_team_id uuid not null references team,
  to_team_id uuid references team,
  reason text not null,
  arbiter text not null,
  because text[] not null,
  opened_by text not null,
  opened_at timestamptz not null,
  outcome text check (outcome in ('moved', 'stays', 'withdrawn')),
  decided_by text,
  decided_at timestamptz,
  note text
);
create unique index ownership_dispute_open on ownership_dispute (finding_id) where outcome is null;

-- A field of an about.yaml that would lower its own risk: the stricter value holds until somebody approves.
create table descriptor_approval (
  id uuid primary key,
  repository_id uuid not null references repository on delete cascade,
  file text not null,
  field text not null,
  current jsonb,
  wished jsonb,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'lapsed', 'withdrawn')),
  asked_at timestamptz not null,
  lapses_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  note text
);
create unique index descriptor_approval_waiting on descriptor_approval (repository_id, file, field)
  where state = 'waiting';

-- What counts of each file's guarded fields, whatever the file says by now. Stays when the file goes, until somebody
-- approves that.
create table descriptor_fact (
  repository_id uuid not null references repository on delete cascade,
  -- The file, and the folder it speaks of; a catalogue may speak of several: 'catalog-info.yaml (services/x)'.
  file text not null,
  folder text not null,
  field text not null,
  value jsonb not null,
  -- The registry's value that this one was approved over; while the registry says it, it does not count.
  over jsonb,
  primary key (repository_id, file, field)
);

-- What everything that decides on owners was when findings were last sent to be resolved again: by repository id, '' for
-- what holds for all. Where it differs from what is, somebody changed it.
create table ownership_watch (
  scope text primary key,
  version text not null
);

-- Who owned what when: one row for each rule of a repository (or resource) and each time that it changed.
create table ownership_period (
  repository_id uuid not null references repository on delete cascade,
  -- 'about.yaml', 'services/ledger/about.yaml paths "db/**"', 'CODEOWNERS /docs/', …
  rule text not null,
  team text not null,
  source text not null,
  begun_at timestamptz not null,
  ended_at timestamptz
);
create unique index ownership_period_now on ownership_period (repository_id, rule) where ended_at is null;

-- moving -------------------------------------------------------------------------------------------------------

-- Its work went to another owner: the fix there. Said while it is closed for that.
alter table fix add column moved_to_id uuid;
-- The queue that a file chose for its tickets among those of its team; null = the team's own. It counts when a ticket
-- is made, while the team may still use it.
alter table fix add column queue text;

create or replace view v_findings_fix as
  select x.id, x.kind, x.target_id, x.owner_team_id, x.unowned, x.title, x.component, x.to_version,
         x.folder, x.state, x.route, x.open_findings, x.priority, x.due_at, x.opened_at, x.closed_at, x.changed_scan_id, x.exploited,
         x.state_because,
         t.kind as target_kind, t.key as target_key,
         x.claimed_at, x.base_target_id, x.moved_to_id, x.queue
  from fix x join target t on t.id = x.target_id;

-- How well each repository (folder '') and each service in it is owned; written when what decides on it changes.
create table ownership_coverage (
  repository_id uuid not null references repository on delete cascade,
  folder text not null,
  name text,
  team text not null,
  source text not null,
  unowned boolean not null,
  -- The nearest file that describes it, and when people last went through that.
  descriptor text,
  reviewed date,
  errors int not null,
  primary key (repository_id, folder)
);
create index ownership_coverage_team on ownership_coverage (team);

create view v_ownership_coverage as
  select repository_id, folder, name, team, source, unowned, descriptor, reviewed, errors from ownership_coverage;

create view v_ownership_open_dispute as
  select id, finding_id, from_team_id, to_team_id, arbiter, opened_by, opened_at
  from ownership_dispute where outcome is null;

create view v_ownership_waiting_approval as
  select id, repository_id, file, field, asked_at, lapses_at from descriptor_approval where state = 'waiting';

create or replace view v_organisation_repository as
  select r.id, r.key, r.default_branch, r.release_branches, r.archived, r.known_by, r.url, b.key as unit_key,
         b.name as unit_name
  from repository r left join business_unit b on b.id = r.business_unit_id;
