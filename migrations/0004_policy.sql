-- Policy: versions that were drafted, approved and active; intelligence with its sources; clocks that deviate;
-- exceptions; trust in rules; holds, pacing and escalation. Times are UTC.

-- findings ---------------------------------------------------------------------------------------------------

-- The facts behind a decision that are not on the finding itself (service, intelligence, trust): with them the stored
-- version of the policy gives the same answer again. Null for reasons of ownership.
alter table reason add column facts jsonb;

alter table finding
  -- The moment of the decision: null for those of before this column, which were decided when they last changed.
  add column decided_at timestamptz,
  -- When something without a date is looked at again.
  add column review_at timestamptz,
  -- The exception that a person was granted for it; null with state 'excepted' = the tool itself suppresses it.
  add column exception_id uuid;
create index finding_exception on finding (exception_id) where exception_id is not null;
create index finding_review on finding (review_at) where review_at is not null and state in ('open', 'reopened');

alter table fix add column review_at timestamptz;
create index fix_held on fix (owner_team_id) where state = 'open' and route = 'hold';
create index fix_moved on fix (moved_to_id) where moved_to_id is not null;

-- What is remembered of a finding's clock beside its detection. Few findings have a row.
create table finding_clock (
  finding_id uuid primary key references finding on delete cascade,
  -- When a fix appeared, if that was after detection.
  fix_since timestamptz,
  -- When it came back after its fix had been verified for long.
  restarted_at timestamptz,
  waits_for text,
  paused_since timestamptz,
  paused_days double precision not null default 0,
  -- Id of the policy's rule by which it stands still.
  paused_by text,
  -- A date that stays whatever is decided later: it had passed, or a new owner may not have more time than the old one.
  due_kept timestamptz,
  due_kept_why text check (due_kept_why in ('passed', 'moved'))
);

-- What somebody asked to be let off, and how it ended. Kept for ever.
create table exception (
  id uuid primary key,
  kind text not null check (kind in ('false-positive', 'accepted-risk', 'mitigated', 'duplicate')),
  -- What it covers: one finding, all of a fix, a rule under a path of a repository, a package everywhere.
  scope text not null check (scope in ('finding', 'fix', 'rule', 'package')),
  -- The finding on which it was asked; null for statements of a VEX document.
  finding_id uuid references finding on delete set null,
  fix_id uuid references fix on delete set null,
  tool text,
  rule text,
  repository_id uuid references repository on delete cascade,
  -- A folder or file; '' is the whole repository.
  path text,
  component text,
  -- Versions that it speaks of; null = all.
  versions text[],
  vulnerability text,
  duplicate_of uuid references finding on delete set null,
  -- OpenVEX's words for why something is not affected.
  justification text,
  reason text not null,
  evidence text,
  state text not null check (state in ('asked', 'granted', 'refused', 'withdrawn', 'revoked', 'expired')),
  -- The most urgent priority among what it covered when it was asked: who may grant depends on it.
  priority smallint not null,
  team_id uuid references team,
  -- Whoever still has to agree, as roles; empty = nobody.
  awaits text[] not null default '{}',
  asked_by text not null,
  asked_by_person uuid references person on delete set null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  expires_at timestamptz,
  reminded_at timestamptz,
  ended_at timestamptz,
  -- 'person', or the name of the VEX document that states it.
  source text not null default 'person',
  policy_version int not null,
  -- Of the finding or fix that it covers; null = it looks into several.
  target_id uuid,
  -- It covers what other teams own, too: security has to say so.
  all_teams boolean not null default false,
  -- What is more urgent than this is not covered: it was granted by somebody who may not accept that.
  ceiling smallint not null default 0,
  -- What it covered when it was asked or last spoken of.
  findings int not null default 0,
  teams int not null default 0,
  -- The one that it goes on with, which ends when this is granted.
  extends uuid references exception on delete set null,
  -- When its findings were last brought to what it says; null = they still are being.
  settled_at timestamptz
);
create index exception_target on exception (target_id) where state = 'granted';
create index exception_rule on exception (repository_id) where state = 'granted' and scope = 'rule';
create index exception_package on exception (vulnerability) where state = 'granted' and scope = 'package';
create index exception_open on exception (state, expires_at) where state in ('asked', 'granted');
create index exception_finding on exception (finding_id);
create index exception_fix on exception (fix_id) where fix_id is not null;

-- Each word on an exception: granted, countersigned, refused, withdrawn, revoked, reminded, expired.
create table exception_word (
  id uuid primary key,
  exception_id uuid not null references exception on delete cascade,
  at timestamptz not null,
  actor text not null,
  person_id uuid references person on delete set null,
  -- In which role it was said.
  role text,
  word text not null,
  note text
);
create index exception_word_exception on exception_word (exception_id, at);

-- policy -----------------------------------------------------------------------------------------------------

alter table policy_version
  -- The version that its author started from.
  add column based_on int,
  -- The person behind the author's name; null = the product itself, or a token of nobody.
  add column author_person uuid references person on delete set null,
  add column approved_by text,
  add column approved_at timestamptz,
  add column withdrawn_at timestamptz;

-- Which version was in force from when, by whom, why, and whether open findings were decided again by it.
create table policy_activation (
  id uuid primary key,
  version int not null references policy_version,
  at timestamptz not null,
  actor text not null,
  reason text not null,
  again boolean not null default false
);
create index policy_activation_at on policy_activation (at desc);

-- What a document would change over the stored findings; made by a job, kept for its readers.
create table policy_backtest (
  id uuid primary key,
  document text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- Findings looked at, and how many there are.
  done int not null default 0,
  total int,
  result jsonb,
  error text,
  ended_at timestamptz
);

alter table intel_feed
  -- What the source gave with its last answer: sent back, so that what is the same costs nothing.
  add column etag text,
  add column last_modified text,
  -- The day of the data itself.
  add column as_of timestamptz,
  -- When the source was last asked, and when it was last refused.
  add column checked_at timestamptz,
  add column error_at timestamptz;
-- Read once more: the date of the data had stood inside its version.
update intel_feed set checksum = '', version = split_part(version, ' ', 1);
-- Several catalogues may say that something is exploited.
alter table intel_kev
  add column source text not null default 'cisa',
  -- Advice of the catalogue to others; told, never counted.
  add column due_date date,
  drop constraint intel_kev_pkey,
  add primary key (cve, source);
create table intel_ssvc (
  cve text primary key,
  exploitation text,
  automatable text,
  technical_impact text,
  published date,
  as_of date
);
-- A feed that was swapped: which vulnerabilities have an answer now that can change a decision. Those who decide again
-- take them up and forget them.
create table intel_change (
  id uuid primary key,
  feed text not null,
  at timestamptz not null
);
create table intel_changed (
  -- No foreign key: a first feed names hundreds of thousands, and each would be looked up.
  change_id uuid not null,
  cve text not null
);
create index intel_changed_change on intel_changed (change_id);

-- What people said of a finding of a rule, and what became of it: the labels that trust is made of.
create table trust_label (
  id uuid primary key,
  tool text not null,
  rule text not null,
  finding_id uuid references finding on delete cascade,
  -- The change that a scan proved: what one change fixed counts once.
  fix_id uuid,
  word text not null check (word in ('not-useful', 'fixed', 'acknowledged')),
  -- page, ticket, pull, chat, exception, scan
  channel text not null,
  actor text not null,
  reason text,
  at timestamptz not null,
  undone_at timestamptz
);
create index trust_label_rule on trust_label (tool, rule, at) where undone_at is null;
create unique index trust_label_once on trust_label (finding_id, actor) where undone_at is null;
-- Also of what was taken back.
create index trust_label_finding on trust_label (finding_id);

-- How loud each rule may be. A rule without a row looks on.
create table rule_trust (
  tool text not null,
  rule text not null,
  mode text not null check (mode in ('observe', 'comment', 'block')),
  demoted boolean not null default false,
  since timestamptz not null,
  because text[] not null,
  -- What the labels say, judged on while a person's word stands.
  earned_mode text not null check (earned_mode in ('observe', 'comment', 'block')),
  earned_demoted boolean not null default false,
  -- A person's word, until it ends; null = the labels decide.
  overruled_by text,
  overruled_until timestamptz,
  overruled_because text,
  primary key (tool, rule)
);

-- What was counted of each rule in the window, when it was judged last.
create table rule_measure (
  tool text not null,
  rule text not null,
  not_useful int not null default 0,
  fixed int not null default 0,
  acknowledged int not null default 0,
  -- Between which shares the true one of not useful lies, 0-1.
  lower_bound double precision not null default 0,
  upper_bound double precision not null default 1,
  -- Findings that were asked of developers by a ticket.
  asked int not null default 0,
  primary key (tool, rule)
);
create index rule_measure_cost on rule_measure (asked desc, tool, rule);

-- Up to which event of findings those of a kind were taken as labels.
create table trust_taken (
  kind text primary key,
  event_id uuid not null
);

-- Every change of it, with its evidence.
create table rule_trust_change (
  id uuid primary key,
  tool text not null,
  rule text not null,
  at timestamptz not null,
  actor text not null,
  before text not null,
  after text not null,
  because text[] not null,
  evidence jsonb not null
);
create index rule_trust_change_rule on rule_trust_change (tool, rule, at desc);

-- tickets ----------------------------------------------------------------------------------------------------

-- Fixes whose ticket waits for its wave: visible, counted, released most useful first.
create table ticket_waiting (
  fix_id uuid primary key references fix on delete cascade,
  team_id uuid not null references team,
  since timestamptz not null,
  because text not null
);
create index ticket_waiting_team on ticket_waiting (team_id, since);

-- Fixes that the policy holds: when somebody looks again, and how often that has been done.
create table ticket_hold (
  fix_id uuid primary key references fix on delete cascade,
  since timestamptz not null,
  review_at timestamptz not null,
  reviews int not null default 0,
  -- It goes to its owner although what it was held for has not come: who said so, and why.
  released_at timestamptz,
  released_by text,
  note text
);
create index ticket_hold_review on ticket_hold (review_at) where released_at is null;

-- How many tickets a team got in a week.
create index ticket_made on ticket (team_id, opened_at);

-- Who was told that a date comes near or has passed: each rule once for each date.
create table escalation (
  fix_id uuid not null references fix on delete cascade,
  rule text not null,
  due_at timestamptz not null,
  at timestamptz not null,
  told text[] not null,
  note text not null,
  primary key (fix_id, rule, due_at)
);

-- views ------------------------------------------------------------------------------------------------------

create or replace view v_findings_finding as
  select f.id, f.stream_id, f.target_id, f.repository_id, f.rule_id, f.fix_id, f.lead_id, f.owner_team_id,
         f.owner_reason_id, f.decision_reason_id, f.opened_scan_id, f.changed_scan_id, f.opened_at, f.changed_at,
         f.due_at, f.absent_since, f.route, f.start_line, f.end_line, f.severity, f.priority, f.policy_version, f.unowned, f.exploited, f.phase, f.kind,
         f.state, f.closed_how, f.title, f.path, f.snippet, f.message, f.component, f.version, f.fixed_versions,
         f.vulnerabilities, f.detail, s.tool, s.category, t.kind as target_kind, t.key as target_key,
         f.on_default, f.lead_because, f.lead_by_person, f.own_fix_id, f.decided_at, f.review_at, f.exception_id
  from finding f join stream s on s.id = f.stream_id join target t on t.id = f.target_id;

create or replace view v_findings_fix as
  select x.id, x.kind, x.target_id, x.owner_team_id, x.unowned, x.title, x.component, x.to_version,
         x.folder, x.state, x.route, x.open_findings, x.priority, x.due_at, x.opened_at, x.closed_at, x.changed_scan_id, x.exploited,
         x.state_because,
         t.kind as target_kind, t.key as target_key,
         x.claimed_at, x.base_target_id, x.moved_to_id, x.queue, x.review_at
  from fix x join target t on t.id = x.target_id;

create or replace view v_findings_reason as select id, because, source, facts from reason;

create view v_findings_clock as
  select finding_id, fix_since, restarted_at, waits_for, paused_since, paused_days, paused_by, due_kept, due_kept_why
  from finding_clock;

create view v_findings_exception as
  select e.id, e.kind, e.scope, e.finding_id, e.fix_id, e.state, e.reason, e.justification, e.expires_at, e.asked_by,
         e.asked_at, e.decided_at, e.team_id, e.priority, e.awaits
  from exception e;

create view v_policy_rule_trust as
  select tool, rule, mode, demoted, since, because, overruled_by, overruled_until from rule_trust;

create view v_tickets_waiting as select fix_id, team_id, since, because from ticket_waiting;

create view v_organisation_unit as select id, key, name, leader, parent_id from business_unit;

-- Other names of a vulnerability, as feeds state them; the group is called by its CVE where it has one.
create view v_findings_alias as select name, group_name from vulnerability_alias;

-- Under every name that findings may carry: the CVE, and what feeds call it besides.
create view v_policy_intel_changed as
  select change_id, cve as name from intel_changed
  union all
  select c.change_id, a.name from intel_changed c join v_findings_alias a on a.group_name = c.cve and a.name <> c.cve;
