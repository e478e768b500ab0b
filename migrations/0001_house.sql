-- The tables of the first house, slice by slice. A slice touches only its own tables; others read the views
-- `v_<slice>_…` at the end. Times are UTC. Ids are UUIDv7 made by the application.

-- platform ---------------------------------------------------------------------------------------------------

-- Acts towards other systems, planned in the transaction that caused them, performed outside of any.
create table outbox (
  id uuid primary key,
  topic text not null,
  -- The same act planned twice is one act.
  idempotency_key text not null unique,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'parked')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index outbox_pending on outbox (created_at) where state <> 'done';

-- Answers to writes that carried an Idempotency-Key, so that a repeat gets the same answer.
create table idempotent_answer (
  key text primary key,
  request_hash text not null,
  status int not null,
  body jsonb not null,
  created_at timestamptz not null default now()
);

-- access -----------------------------------------------------------------------------------------------------

create table person (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  roles text[] not null default '{}',
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table sign_in_link (
  hash bytea primary key,
  person_id uuid not null references person on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  hash bytea primary key,
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_person on session (person_id);

create table api_token (
  id uuid primary key,
  hash bytea not null unique,
  name text not null,
  person_id uuid references person on delete cascade,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}'
);
create function audit_entry_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit_entry is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function audit_entry_is_append_only();

-- organisation -----------------------------------------------------------------------------------------------

create table business_unit (
  id uuid primary key,
  key text not null unique,
  name text not null,
  leader text,
  fallback_queue text
);

create table team (
  id uuid primary key,
  key text not null unique,
  name text not null,
  business_unit_id uuid references business_unit,
  -- 'security' teams take what nobody owns and what policy routes to them.
  kind text not null default 'team' check (kind in ('team', 'security')),
  queue text not null,
  channel text,
  mail text,
  oncall text,
  manager text,
  champion text,
  deputy text,
  partner text,
  jira_project text,
  aliases text[] not null default '{}',
  created_at timestamptz not null default now()
);
create index team_unit on team (business_unit_id);

create table membership (
  person_id uuid not null references person on delete cascade,
  team_id uuid not null references team on delete cascade,
  role text not null default 'developer',
  primary key (person_id, team_id)
);

create table repository (
  id uuid primary key,
  key text not null unique,
  business_unit_id uuid references business_unit,
  default_branch text not null default 'main',
  release_branches text[] not null default '{}',
  url text,
  archived boolean not null default false,
  -- 'import': from the registry; 'seen': a report named it first.
  known_by text not null default 'seen' check (known_by in ('import', 'seen')),
  created_at timestamptz not null default now()
);

create table service (
  id uuid primary key,
  repository_id uuid not null references repository on delete cascade,
  path text not null default '',
  name text not null,
  exposure text,
  tier int,
  data text[] not null default '{}',
  compliance text[] not null default '{}',
  unique (repository_id, path)
);

-- ownership --------------------------------------------------------------------------------------------------

-- Ownership files of a repository as last read from its default branch: about.yaml (every form), CODEOWNERS.
create table ownership_file (
  repository_id uuid not null references repository on delete cascade,
  path text not null,
  content text not null,
  -- The last content that was valid: what counts while the newest is not.
  valid_content text,
  problems jsonb not null default '[]',
  read_at timestamptz not null,
  primary key (repository_id, path)
);

-- findings ---------------------------------------------------------------------------------------------------

create table target (
  id uuid primary key,
  kind text not null,
  key text not null,
  repository_id uuid references repository,
  unique (kind, key)
);
create index target_repository on target (repository_id);

-- What is compared with what: one tool in one configuration over one target.
create table stream (
  id uuid primary key,
  target_id uuid not null references target,
  tool text not null,
  category text not null default '',
  -- The newest complete scan that decided the state, and the digest of its results in any order.
  scan_id uuid,
  scanned_at timestamptz,
  results_digest uuid,
  rule_set text,
  unique (target_id, tool, category)
);

-- Texts that hold for a rule, once for all its findings. The id is a hash of tool and rule.
create table rule (
  id uuid primary key,
  tool text not null,
  key text not null,
  name text,
  description text,
  help text,
  url text,
  cwes int[] not null default '{}',
  links text[] not null default '{}'
);

-- Reasons in words, once for all findings that share them. The id is a hash of the words.
create table reason (
  id uuid primary key,
  because text[] not null,
  source text
);

create table fix (
  -- A hash of what makes it the same fix: kind, owner, target and package, or rule and folder.
  id uuid primary key,
  kind text not null,
  target_id uuid not null references target,
  owner_team_id uuid not null references team,
  unowned boolean not null default false,
  title text not null,
  component text,
  to_version text,
  folder text,
  state text not null default 'open' check (state in ('open', 'closed')),
  route text not null default 'owner',
  open_findings int not null default 0,
  priority smallint not null,
  due_at timestamptz,
  exploited int not null default 0,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- The scan that changed it last: what the planner of tickets has to look at.
  changed_scan_id uuid,
  -- In words, whose statement closed it or opened it again; null = a scan did.
  state_because text
);
create index fix_changed on fix (changed_scan_id);
create index fix_open on fix (owner_team_id, priority, due_at) where state = 'open';

create table finding (
  id uuid primary key,
  stream_id uuid not null,
  target_id uuid not null,
  repository_id uuid,
  rule_id uuid not null,
  -- Strong key by kind (see findings/README.md) and, for places in files, rule + path without the text.
  key uuid not null,
  place_key uuid,
  -- Hash of all that was observed: equal means that nothing has to be written.
  content uuid not null,
  fix_id uuid,
  -- The finding that leads where several tools tell of the same weakness.
  lead_id uuid,
  opened_scan_id uuid,
  changed_scan_id uuid,
  owner_team_id uuid not null,
  owner_reason_id uuid not null,
  decision_reason_id uuid not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  due_at timestamptz,
  -- Not seen by the newest complete scan, yet open: a secret removed but not revoked.
  absent_since timestamptz,
  start_line int,
  end_line int,
  severity smallint not null,
  priority smallint not null,
  policy_version int not null default 0,
  unowned boolean not null,
  exploited boolean not null default false,
  phase text not null,
  kind text not null,
  state text not null,
  -- How a person says that it was closed (revoked, rotated, retested, signed-off); null = no person did.
  closed_how text,
  -- Null = the owner's queue; else what the policy's route says (`hold`, a queue).
  route text,
  title text not null,
  path text,
  snippet text,
  message text,
  -- Package URL without version, the version seen, the versions that fix it.
  component text,
  version text,
  fixed_versions text[],
  vulnerabilities text[],
  -- What only some kinds have: web place, resource, secret, score, vectors, finder …
  detail jsonb
);
create index finding_stream on finding (stream_id, state, key);
create index finding_queue on finding (owner_team_id, priority, due_at) where state in ('open', 'reopened');
create index finding_fix on finding (fix_id);
create index finding_vulnerabilities on finding using gin (vulnerabilities) where vulnerabilities is not null;
create index finding_component on finding (target_id, component) where component is not null;
create index finding_lead on finding (lead_id) where lead_id is not null;
create index finding_repository on finding (repository_id, changed_at desc) where repository_id is not null;

-- What happened after opening (opening itself is on the row): fixed, reopened, moved, excepted, …
create table finding_event (
  id uuid primary key,
  finding_id uuid not null references finding on delete cascade,
  at timestamptz not null,
  kind text not null,
  actor text not null,
  scan_id uuid,
  note text
);
create index finding_event_finding on finding_event (finding_id, at);

-- Who found it by hand and wants to hear how it went.
create table finder (
  finding_id uuid primary key references finding on delete cascade,
  person_id uuid references person,
  name text not null,
  contact text,
  evidence text
);

-- policy -----------------------------------------------------------------------------------------------------

create table policy_version (
  version int primary key,
  document text not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null default now(),
  active boolean not null default false
);
create unique index policy_one_active on policy_version (active) where active;

create table intel_feed (
  name text primary key,
  source text not null,
  version text,
  loaded_at timestamptz not null,
  checksum text not null,
  entries int not null,
  last_error text
);
create table intel_kev (
  cve text primary key,
  date_added date not null,
  ransomware boolean not null default false
);
create table intel_epss (
  cve text primary key,
  score real not null,
  percentile real not null
);

-- intake -----------------------------------------------------------------------------------------------------

create table scan (
  id uuid primary key,
  target_id uuid not null references target,
  stream_id uuid references stream,
  -- As asked: reader id or alias; null = recognise by content.
  tool_asked text,
  tool text,
  category text not null default '',
  phase text,
  branch text,
  commit text,
  complete boolean not null default true,
  coverage jsonb not null default '{}',
  -- Time of the commit or run: scans are ordered by it.
  scanned_at timestamptz not null,
  received_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  blob text,
  bytes bigint not null default 0,
  file_name text,
  state text not null check (state in ('received', 'done', 'same', 'late', 'branch', 'failed')),
  error_code text,
  error text,
  observations int,
  delta jsonb,
  diagnostics jsonb not null default '[]',
  submitted_by text not null
);
create index scan_target on scan (target_id, scanned_at desc);
create index scan_received on scan (received_at desc);
create index scan_waiting on scan (target_id) where state = 'received';
create index scan_stream on scan (stream_id, received_at desc);

-- tickets ----------------------------------------------------------------------------------------------------

create table ticket (
  id uuid primary key,
  fix_id uuid not null unique references fix,
  team_id uuid not null references team,
  queue text not null,
  -- Number inside its queue: PAY-12.
  number int not null,
  title text not null,
  priority smallint not null,
  due_at timestamptz,
  findings int not null,
  state text not null default 'open' check (state in ('open', 'in-progress', 'claimed-fixed', 'closed')),
  assignee text,
  -- Fields a person has changed: never overwritten by the planner.
  edited text[] not null default '{}',
  opened_at timestamptz not null,
  closed_at timestamptz,
  unique (queue, number)
);
create index ticket_list on ticket (team_id, state, priority, due_at);

create table ticket_queue (
  key text primary key,
  last_number int not null default 0
);

create table ticket_comment (
  id uuid primary key,
  ticket_id uuid not null references ticket on delete cascade,
  at timestamptz not null,
  actor text not null,
  text text not null
);
create index ticket_comment_ticket on ticket_comment (ticket_id, at);

-- views that slices publish -----------------------------------------------------------------------------------

create view v_organisation_team as
  select t.id, t.key, t.name, t.kind, t.queue, t.channel, t.oncall, t.manager, t.champion, t.deputy, t.partner,
         b.key as unit_key, b.name as unit_name
  from team t left join business_unit b on b.id = t.business_unit_id;

create view v_organisation_repository as
  select r.id, r.key, r.default_branch, r.release_branches, r.archived, r.known_by, r.url, b.key as unit_key
  from repository r left join business_unit b on b.id = r.business_unit_id;

create view v_findings_finding as
  select f.id, f.stream_id, f.target_id, f.repository_id, f.rule_id, f.fix_id, f.lead_id, f.owner_team_id,
         f.owner_reason_id, f.decision_reason_id, f.opened_scan_id, f.changed_scan_id, f.opened_at, f.changed_at,
         f.due_at, f.absent_since, f.route, f.start_line, f.end_line, f.severity, f.priority, f.policy_version, f.unowned, f.exploited, f.phase, f.kind,
         f.state, f.closed_how, f.title, f.path, f.snippet, f.message, f.component, f.version, f.fixed_versions,
         f.vulnerabilities, f.detail, s.tool, s.category, t.kind as target_kind, t.key as target_key
  from finding f join stream s on s.id = f.stream_id join target t on t.id = f.target_id;

create view v_findings_fix as
  select x.id, x.kind, x.target_id, x.owner_team_id, x.unowned, x.title, x.component, x.to_version,
         x.folder, x.state, x.route, x.open_findings, x.priority, x.due_at, x.opened_at, x.closed_at, x.changed_scan_id, x.exploited,
         x.state_because,
         t.kind as target_kind, t.key as target_key
  from fix x join target t on t.id = x.target_id;

create view v_findings_event as
  select id, finding_id, at, kind, actor, scan_id, note from finding_event;

create view v_findings_finder as select finding_id, name, evidence from finder;

create view v_findings_rule as
  select id, tool, key, name, description, help, url, cwes, links from rule;

create view v_findings_reason as select id, because, source from reason;

create view v_findings_stream as
  select id, target_id, tool, category, scan_id, scanned_at from stream;

create view v_findings_target as select id, kind, key, repository_id from target;

create view v_intake_scan as
  select id, target_id, stream_id, tool, category, branch, commit, complete, scanned_at, received_at, finished_at,
         bytes, file_name, state, error_code, error, observations, delta, submitted_by, phase
  from scan;

create view v_tickets_ticket as
  select id, fix_id, team_id, queue, number, title, priority, due_at, findings, state, opened_at, closed_at
  from ticket;
