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

-- organisation -------------------------------------------------------------------------------------------------

alter table business_unit add column parent_id uuid references business_unit;

alter table team
  -- Kinds of findings that this security team takes, whoever owns the place.
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
  team_id uuid not null references team,
  managed_by text not null default 'import'
);
create index resource_rule_team on resource_rule (team_id);

alter table repository
  add column connection_id uuid references connection on delete set null,
  -- The code host's own id: survives a rename.
  add column host_id text,
  -- What the code host knows of it: {"topics":[],"properties":{},"adminTeams":[]}.
  add column host_facts jsonb not null default '{}',
  -- The commit whose ownership files are stored.
  add column files_commit text;
create unique index repository_host on repository (connection_id, host_id) where host_id is not null;

-- ownership ----------------------------------------------------------------------------------------------------

-- A page of a code host's list as it was last read: an unchanged one costs one conditional request.
create table host_page (
  connection_id uuid not null references connection on delete cascade,
  url text not null,
  etag text not null,
  next_url text,
  primary key (connection_id, url)
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
