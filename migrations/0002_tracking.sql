-- Tracking: presence by branch, rule sets, claims, correlation across tools.

-- organisation -----------------------------------------------------------------------------------------------

-- Names it had before: reports that still use them are its own.
alter table repository add column former_names text[] not null default '{}';

-- findings ---------------------------------------------------------------------------------------------------

-- Lines of files are aligned inside their file; what has a key of its own is not.
alter table finding drop column place_key;
alter table finding add column ordered boolean not null default false;
-- Seen on the default branch; false = only release branches still hold it.
alter table finding add column on_default boolean not null default true;
-- The rule sets that have seen it: only a scan of one of them can prove it absent. Null = none had a name.
alter table finding add column rule_sets text[];
-- A follower's work is its leader's; this is the fix it would have alone. Null = `fix_id` is its own.
alter table finding add column own_fix_id uuid;
-- In words, why it follows its leader.
alter table finding add column lead_because text;
-- A person joined it, not the tools' words.
alter table finding add column lead_by_person boolean not null default false;

-- Somebody says that the fix is done, by closing its ticket; the next scan verifies or refutes it.
alter table fix add column claimed_at timestamptz;
create index fix_claimed on fix (target_id) where claimed_at is not null;

-- The image that this fix waits for: its findings are in layers of that one.
alter table fix add column base_target_id uuid references target;
create index fix_base on fix (base_target_id) where base_target_id is not null;
create index fix_target on fix (target_id);

-- All layers of an image as the newest complete scan of a stream lists them.
create table image_layer (
  stream_id uuid not null references stream,
  layer text not null,
  primary key (stream_id, layer)
);
create index image_layer_layer on image_layer (layer);

-- Findings anywhere that tell of one version of a package: advisories of a version that is about to be proposed.
create index finding_version on finding (component, version) where version is not null;

-- Where a finding is beside the default branch: an interval, open until absent. Never a row per sighting.
create table presence (
  finding_id uuid not null references finding on delete cascade,
  stream_id uuid not null references stream,
  branch text not null,
  -- A release branch keeps its findings open; other branches only feed pull requests.
  release boolean not null,
  -- False: the default branch has it, this branch does not (a fix on its way).
  present boolean not null default true,
  since timestamptz not null,
  since_scan_id uuid,
  until timestamptz,
  until_scan_id uuid,
  primary key (finding_id, branch, since)
);
create index presence_now on presence (stream_id, branch) where until is null;

-- The newest complete scan of a branch other than the default one, as `stream` holds it for that one.
create table stream_branch (
  stream_id uuid not null references stream,
  branch text not null,
  scan_id uuid,
  scanned_at timestamptz not null,
  results_digest uuid,
  rule_set text,
  primary key (stream_id, branch)
);

-- Names of one vulnerability: CVE, GHSA, OSV … The group is called by its leading name.
create table vulnerability_alias (
  name text primary key,
  group_name text not null,
  -- The feed that says so.
  source text not null
);
create index vulnerability_alias_group on vulnerability_alias (group_name);
create table alias_feed (
  name text primary key,
  source text not null,
  checksum text not null,
  loaded_at timestamptz not null,
  entries int not null,
  last_error text
);

-- Two findings of different tools that may be one: a person decides.
create table correlation_suggestion (
  finding_id uuid not null references finding on delete cascade,
  other_id uuid not null references finding on delete cascade,
  because text not null,
  at timestamptz not null,
  primary key (finding_id, other_id),
  check (finding_id < other_id)
);
create index correlation_suggestion_other on correlation_suggestion (other_id);

-- What a person decided of two findings, remembered: no scan overrules it.
create table correlation_verdict (
  id uuid primary key,
  target_id uuid not null references target,
  finding_id uuid not null references finding on delete cascade,
  other_id uuid not null references finding on delete cascade,
  verdict text not null check (verdict in ('same', 'different')),
  actor text not null,
  reason text,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  check (finding_id < other_id)
);
create unique index correlation_verdict_one on correlation_verdict (finding_id, other_id) where undone_at is null;
create index correlation_verdict_target on correlation_verdict (target_id) where undone_at is null;
create index correlation_verdict_other on correlation_verdict (other_id) where undone_at is null;

-- Findings of one file, for the tools that tell of the same place.
create index finding_path on finding (target_id, path) where kind in ('code', 'config', 'secret');

-- intake -----------------------------------------------------------------------------------------------------

-- Line texts that the command line read in its checkout, for reports that show none.
alter table scan add column texts_blob text;

-- Line texts that were sent and may be named by a scan of the same sender, for a day.
create table line_texts (
  id uuid primary key,
  blob text not null,
  submitted_by text not null,
  received_at timestamptz not null
);
create index line_texts_received on line_texts (received_at);

-- views --------------------------------------------------------------------------------------------------------

create or replace view v_findings_finding as
  select f.id, f.stream_id, f.target_id, f.repository_id, f.rule_id, f.fix_id, f.lead_id, f.owner_team_id,
         f.owner_reason_id, f.decision_reason_id, f.opened_scan_id, f.changed_scan_id, f.opened_at, f.changed_at,
         f.due_at, f.absent_since, f.route, f.start_line, f.end_line, f.severity, f.priority, f.policy_version, f.unowned, f.exploited, f.phase, f.kind,
         f.state, f.closed_how, f.title, f.path, f.snippet, f.message, f.component, f.version, f.fixed_versions,
         f.vulnerabilities, f.detail, s.tool, s.category, t.kind as target_kind, t.key as target_key,
         f.on_default, f.lead_because, f.lead_by_person, f.own_fix_id
  from finding f join stream s on s.id = f.stream_id join target t on t.id = f.target_id;

create or replace view v_findings_fix as
  select x.id, x.kind, x.target_id, x.owner_team_id, x.unowned, x.title, x.component, x.to_version,
         x.folder, x.state, x.route, x.open_findings, x.priority, x.due_at, x.opened_at, x.closed_at, x.changed_scan_id, x.exploited,
         x.state_because,
         t.kind as target_kind, t.key as target_key,
         x.claimed_at, x.base_target_id
  from fix x join target t on t.id = x.target_id;

-- Images that fixes wait for: whose they are, and whether there is still something to fix in them.
create view v_findings_fix_base as
  select x.id as fix_id, o.key, b.owner_team_id, b.state = 'open' as waits
  from fix x
  join target o on o.id = x.base_target_id
  cross join lateral (
    select i.owner_team_id, i.state from fix i
    where i.target_id = x.base_target_id and i.kind in ('base-image', 'upgrade')
    order by i.state desc, i.priority, i.id limit 1
  ) b;

create view v_findings_presence as
  select finding_id, branch, release, present, since, until from presence;

create view v_findings_correlation_suggestion as
  select finding_id, other_id, because, at from correlation_suggestion;

create view v_findings_correlation_verdict as
  select id, finding_id, other_id, verdict, actor, reason, at from correlation_verdict where undone_at is null;
