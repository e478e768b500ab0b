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
  add column external_id text;
create unique index team_external on team (managed_by, external_id) where external_id is not null;

alter table person
  add column user_name text,
  add column managed_by text not null default 'import',
  add column external_id text,
  add column updated_at timestamptz not null default now();
create unique index person_user_name on person (lower(user_name)) where user_name is not null;

alter table membership add column managed_by text not null default 'import';

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
