// Made by `npm run generate` from the migrations: do not edit.
import type { ColumnType } from 'kysely';

export interface AboutAsset {
  repository_id: ColumnType<string, string, string>;
  path: ColumnType<string, string, string>;
  asset: ColumnType<string, string, string>;
}

export interface AlertSource {
  id: ColumnType<string, string, string>;
  connection_id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  target_kind: ColumnType<string, string, string>;
  target_key: ColumnType<string, string, string>;
  host_repository: ColumnType<string | null, string | null | undefined, string | null>;
  tool: ColumnType<string, string, string>;
  etag: ColumnType<string | null, string | null | undefined, string | null>;
  wanted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  listed_at: ColumnType<Date, Date | string, Date | string>;
  pulled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  changed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  gone_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  problem: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface AliasFeed {
  name: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  checksum: ColumnType<string, string, string>;
  loaded_at: ColumnType<Date, Date | string, Date | string>;
  entries: ColumnType<number, number, number>;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ApiToken {
  id: ColumnType<string, string, string>;
  hash: ColumnType<Buffer, Buffer, Buffer>;
  name: ColumnType<string, string, string>;
  person_id: ColumnType<string | null, string | null | undefined, string | null>;
  scopes: ColumnType<string[], string[], string[]>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  service_account_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Ask {
  id: ColumnType<string, string, string>;
  queue: ColumnType<string, string, string>;
  number: ColumnType<number, number, number>;
  kind: ColumnType<string, string, string>;
  from_team_id: ColumnType<string, string, string>;
  to_team_id: ColumnType<string, string, string>;
  title: ColumnType<string, string, string>;
  text: ColumnType<string, string | undefined, string>;
  state: ColumnType<string, string | undefined, string>;
  because: ColumnType<string | null, string | null | undefined, string | null>;
  moved_to_id: ColumnType<string | null, string | null | undefined, string | null>;
  routed_because: ColumnType<string, string | undefined, string>;
  waits_for: ColumnType<string, string | undefined, string>;
  waits_since: ColumnType<Date, Date | string, Date | string>;
  priority: ColumnType<number, number | undefined, number>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  sprint: ColumnType<string | null, string | null | undefined, string | null>;
  assignee: ColumnType<string | null, string | null | undefined, string | null>;
  asked_by: ColumnType<string | null, string | null | undefined, string | null>;
  asked_by_name: ColumnType<string, string, string>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
  fix_id: ColumnType<string | null, string | null | undefined, string | null>;
  finding_id: ColumnType<string | null, string | null | undefined, string | null>;
  edited: ColumnType<string[], string[] | undefined, string[]>;
  once: ColumnType<string | null, string | null | undefined, string | null>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  changed_at: ColumnType<Date, Date | string, Date | string>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface AskComment {
  id: ColumnType<string, string, string>;
  ask_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
  text: ColumnType<string, string, string>;
}

export interface AuditEntry {
  id: ColumnType<number, number | undefined, number>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  actor: ColumnType<string, string, string>;
  action: ColumnType<string, string, string>;
  subject: ColumnType<string, string, string>;
  detail: ColumnType<unknown, string | undefined, string>;
}

export interface AuditSeal {
  seq: ColumnType<number, number, number>;
  entry_id: ColumnType<number, number, number>;
  hash: ColumnType<Buffer, Buffer, Buffer>;
}

export interface AuditUnsealed {
  entry_id: ColumnType<number, number, number>;
}

export interface BulkChange {
  id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  by_label: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  told: ColumnType<unknown, string, string>;
  undone_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  undone_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface BulkChangeItem {
  bulk_id: ColumnType<string, string, string>;
  finding_id: ColumnType<string, string, string>;
  undo: ColumnType<unknown, string | undefined, string>;
}

export interface BusinessUnit {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  leader: ColumnType<string | null, string | null | undefined, string | null>;
  fallback_queue: ColumnType<string | null, string | null | undefined, string | null>;
  parent_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface CiTokenUsed {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface CiTrust {
  id: ColumnType<string, string, string>;
  service_account_id: ColumnType<string, string, string>;
  issuer: ColumnType<string, string, string>;
  audience: ColumnType<string, string, string>;
  claims: ColumnType<unknown, string, string>;
  created_by: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Connection {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  system: ColumnType<string, string, string>;
  settings: ColumnType<unknown, string | undefined, string>;
  sealed_secrets: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  enabled: ColumnType<boolean, boolean | undefined, boolean>;
  last_error: ColumnType<unknown | null, string | null | undefined, string | null>;
  last_ok_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface CorrelationSuggestion {
  finding_id: ColumnType<string, string, string>;
  other_id: ColumnType<string, string, string>;
  because: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface CorrelationVerdict {
  id: ColumnType<string, string, string>;
  target_id: ColumnType<string, string, string>;
  finding_id: ColumnType<string, string, string>;
  other_id: ColumnType<string, string, string>;
  verdict: ColumnType<string, string, string>;
  actor: ColumnType<string, string, string>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  at: ColumnType<Date, Date | string, Date | string>;
  undone_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  undone_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface DescriptorApproval {
  id: ColumnType<string, string, string>;
  repository_id: ColumnType<string, string, string>;
  file: ColumnType<string, string, string>;
  field: ColumnType<string, string, string>;
  current: ColumnType<unknown | null, string | null | undefined, string | null>;
  wished: ColumnType<unknown | null, string | null | undefined, string | null>;
  state: ColumnType<string, string | undefined, string>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  lapses_at: ColumnType<Date, Date | string, Date | string>;
  decided_by: ColumnType<string | null, string | null | undefined, string | null>;
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  note: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface DescriptorFact {
  repository_id: ColumnType<string, string, string>;
  file: ColumnType<string, string, string>;
  folder: ColumnType<string, string, string>;
  field: ColumnType<string, string, string>;
  value: ColumnType<unknown, string, string>;
  over: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface DirectoryPerson {
  source: ColumnType<string, string, string>;
  person_id: ColumnType<string, string, string>;
  external_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface DirectorySync {
  connection_id: ColumnType<string, string, string>;
  state: ColumnType<string, string, string>;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  continues_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  told: ColumnType<unknown, string, string>;
}

export interface DirectoryTeam {
  source: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  external_id: ColumnType<string | null, string | null | undefined, string | null>;
  name: ColumnType<string, string, string>;
  aliases: ColumnType<string[], string[] | undefined, string[]>;
}

export interface Escalation {
  fix_id: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  due_at: ColumnType<Date, Date | string, Date | string>;
  at: ColumnType<Date, Date | string, Date | string>;
  told: ColumnType<string[], string[], string[]>;
  note: ColumnType<string, string, string>;
}

export interface Exception {
  id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  scope: ColumnType<string, string, string>;
  finding_id: ColumnType<string | null, string | null | undefined, string | null>;
  fix_id: ColumnType<string | null, string | null | undefined, string | null>;
  tool: ColumnType<string | null, string | null | undefined, string | null>;
  rule: ColumnType<string | null, string | null | undefined, string | null>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
  path: ColumnType<string | null, string | null | undefined, string | null>;
  component: ColumnType<string | null, string | null | undefined, string | null>;
  versions: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  vulnerability: ColumnType<string | null, string | null | undefined, string | null>;
  duplicate_of: ColumnType<string | null, string | null | undefined, string | null>;
  justification: ColumnType<string | null, string | null | undefined, string | null>;
  reason: ColumnType<string, string, string>;
  evidence: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<string, string, string>;
  priority: ColumnType<number, number, number>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  awaits: ColumnType<string[], string[] | undefined, string[]>;
  asked_by: ColumnType<string, string, string>;
  asked_by_person: ColumnType<string | null, string | null | undefined, string | null>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  reminded_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  source: ColumnType<string, string | undefined, string>;
  policy_version: ColumnType<number, number, number>;
  target_id: ColumnType<string | null, string | null | undefined, string | null>;
  all_teams: ColumnType<boolean, boolean | undefined, boolean>;
  ceiling: ColumnType<number, number | undefined, number>;
  findings: ColumnType<number, number | undefined, number>;
  teams: ColumnType<number, number | undefined, number>;
  extends: ColumnType<string | null, string | null | undefined, string | null>;
  settled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface ExceptionWord {
  id: ColumnType<string, string, string>;
  exception_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
  person_id: ColumnType<string | null, string | null | undefined, string | null>;
  role: ColumnType<string | null, string | null | undefined, string | null>;
  word: ColumnType<string, string, string>;
  note: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Filing {
  id: ColumnType<string, string, string>;
  ticket_id: ColumnType<string | null, string | null | undefined, string | null>;
  ask_id: ColumnType<string | null, string | null | undefined, string | null>;
  connection_id: ColumnType<string | null, string | null | undefined, string | null>;
  system: ColumnType<string, string, string>;
  place: ColumnType<string, string, string>;
  remote_id: ColumnType<string | null, string | null | undefined, string | null>;
  remote_key: ColumnType<string | null, string | null | undefined, string | null>;
  remote_url: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<string, string | undefined, string>;
  wanted_rev: ColumnType<number, number | undefined, number>;
  told_rev: ColumnType<number, number | undefined, number>;
  told: ColumnType<unknown | null, string | null | undefined, string | null>;
  told_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  seen: ColumnType<unknown | null, string | null | undefined, string | null>;
  seen_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  begun: ColumnType<string | null, string | null | undefined, string | null>;
  comments_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  refiled: ColumnType<number, number | undefined, number>;
  problem: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface FilingComment {
  filing_id: ColumnType<string, string, string>;
  comment_id: ColumnType<string | null, string | null | undefined, string | null>;
  remote_id: ColumnType<string, string, string>;
  direction: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface FilingPlace {
  connection_id: ColumnType<string, string, string>;
  place: ColumnType<string, string, string>;
  read_until: ColumnType<Date, Date | string, Date | string>;
  looked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  problem: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface Finder {
  finding_id: ColumnType<string, string, string>;
  person_id: ColumnType<string | null, string | null | undefined, string | null>;
  name: ColumnType<string, string, string>;
  contact: ColumnType<string | null, string | null | undefined, string | null>;
  evidence: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Finding {
  id: ColumnType<string, string, string>;
  stream_id: ColumnType<string, string, string>;
  target_id: ColumnType<string, string, string>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
  rule_id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  content: ColumnType<string, string, string>;
  fix_id: ColumnType<string | null, string | null | undefined, string | null>;
  lead_id: ColumnType<string | null, string | null | undefined, string | null>;
  opened_scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  changed_scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  owner_team_id: ColumnType<string, string, string>;
  owner_reason_id: ColumnType<string, string, string>;
  decision_reason_id: ColumnType<string, string, string>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  changed_at: ColumnType<Date, Date | string, Date | string>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  absent_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  start_line: ColumnType<number | null, number | null | undefined, number | null>;
  end_line: ColumnType<number | null, number | null | undefined, number | null>;
  severity: ColumnType<number, number, number>;
  priority: ColumnType<number, number, number>;
  policy_version: ColumnType<number, number | undefined, number>;
  unowned: ColumnType<boolean, boolean, boolean>;
  exploited: ColumnType<boolean, boolean | undefined, boolean>;
  phase: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  state: ColumnType<string, string, string>;
  closed_how: ColumnType<string | null, string | null | undefined, string | null>;
  route: ColumnType<string | null, string | null | undefined, string | null>;
  title: ColumnType<string, string, string>;
  path: ColumnType<string | null, string | null | undefined, string | null>;
  snippet: ColumnType<string | null, string | null | undefined, string | null>;
  message: ColumnType<string | null, string | null | undefined, string | null>;
  component: ColumnType<string | null, string | null | undefined, string | null>;
  version: ColumnType<string | null, string | null | undefined, string | null>;
  fixed_versions: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  vulnerabilities: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  detail: ColumnType<unknown | null, string | null | undefined, string | null>;
  ordered: ColumnType<boolean, boolean | undefined, boolean>;
  on_default: ColumnType<boolean, boolean | undefined, boolean>;
  rule_sets: ColumnType<string[] | null, string[] | null | undefined, string[] | null>;
  own_fix_id: ColumnType<string | null, string | null | undefined, string | null>;
  lead_because: ColumnType<string | null, string | null | undefined, string | null>;
  lead_by_person: ColumnType<boolean, boolean | undefined, boolean>;
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  review_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  exception_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface FindingClock {
  finding_id: ColumnType<string, string, string>;
  fix_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  restarted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  waits_for: ColumnType<string | null, string | null | undefined, string | null>;
  paused_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  paused_days: ColumnType<number, number | undefined, number>;
  paused_by: ColumnType<string | null, string | null | undefined, string | null>;
  due_kept: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  due_kept_why: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface FindingEvent {
  id: ColumnType<string, string, string>;
  finding_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  kind: ColumnType<string, string, string>;
  actor: ColumnType<string, string, string>;
  scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  note: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface FindingFacet {
  finding_id: ColumnType<string, string, string>;
  tags: ColumnType<string[], string[], string[]>;
}

export interface FindingText {
  finding_id: ColumnType<string, string, string>;
  text: ColumnType<string, string, string>;
}

export interface FindingTextWanted {
  finding_id: ColumnType<string, string, string>;
}

export interface Fix {
  id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  target_id: ColumnType<string, string, string>;
  owner_team_id: ColumnType<string, string, string>;
  unowned: ColumnType<boolean, boolean | undefined, boolean>;
  title: ColumnType<string, string, string>;
  component: ColumnType<string | null, string | null | undefined, string | null>;
  to_version: ColumnType<string | null, string | null | undefined, string | null>;
  folder: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<string, string | undefined, string>;
  route: ColumnType<string, string | undefined, string>;
  open_findings: ColumnType<number, number | undefined, number>;
  priority: ColumnType<number, number, number>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  exploited: ColumnType<number, number | undefined, number>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  changed_scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  state_because: ColumnType<string | null, string | null | undefined, string | null>;
  claimed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  base_target_id: ColumnType<string | null, string | null | undefined, string | null>;
  moved_to_id: ColumnType<string | null, string | null | undefined, string | null>;
  queue: ColumnType<string | null, string | null | undefined, string | null>;
  review_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface HookDelivery {
  connection_id: ColumnType<string, string, string>;
  delivery: ColumnType<Buffer, Buffer, Buffer>;
  received_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface HookRefusal {
  connection_id: ColumnType<string, string, string>;
  times: ColumnType<number, number | undefined, number>;
  last_at: ColumnType<Date, Date | string, Date | string>;
  because: ColumnType<string, string, string>;
}

export interface HostPage {
  connection_id: ColumnType<string, string, string>;
  url: ColumnType<string, string, string>;
  etag: ColumnType<string, string, string>;
  next_url: ColumnType<string | null, string | null | undefined, string | null>;
  host_ids: ColumnType<string[], string[], string[]>;
}

export interface IdempotentAnswer {
  key: ColumnType<string, string, string>;
  request_hash: ColumnType<string, string, string>;
  status: ColumnType<number, number, number>;
  body: ColumnType<unknown, string, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface IdentityProvider {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  issuer: ColumnType<string, string, string>;
  client_id: ColumnType<string, string, string>;
  client_secret: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  scopes: ColumnType<string[], string[] | undefined, string[]>;
  groups_claim: ColumnType<string, string | undefined, string>;
  group_roles: ColumnType<unknown, string | undefined, string>;
  makes_people: ColumnType<boolean, boolean | undefined, boolean>;
  trusts_email: ColumnType<boolean, boolean | undefined, boolean>;
  enabled: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface ImageLayer {
  stream_id: ColumnType<string, string, string>;
  layer: ColumnType<string, string, string>;
}

export interface InsightCell {
  scope_id: ColumnType<string, string, string>;
  measure: ColumnType<number, number, number>;
  at: ColumnType<Date, Date | string, Date | string>;
  tool: ColumnType<string, string | undefined, string>;
  kind: ColumnType<string, string | undefined, string>;
  phase: ColumnType<string, string | undefined, string>;
  severity: ColumnType<number, number | undefined, number>;
  priority: ColumnType<number, number | undefined, number>;
  days: ColumnType<number, number | undefined, number>;
  first_look: ColumnType<boolean, boolean | undefined, boolean>;
  n: ColumnType<number, number, number>;
}

export interface InsightCheck {
  repository_id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  first_at: ColumnType<Date, Date | string, Date | string>;
  scanned_at: ColumnType<Date, Date | string, Date | string>;
}

export interface InsightChecked {
  repository_id: ColumnType<string, string, string>;
  kinds: ColumnType<number, number, number>;
}

export interface InsightFindingChange {
  id: ColumnType<number, number | undefined, number>;
  team_id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  phase: ColumnType<string, string, string>;
  severity: ColumnType<number, number, number>;
  priority: ColumnType<number, number, number>;
  state: ColumnType<string, string, string>;
  follows: ColumnType<boolean, boolean, boolean>;
  first_look: ColumnType<boolean, boolean, boolean>;
  opened_on: ColumnType<Date, Date | string, Date | string>;
  closed_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  days: ColumnType<number | null, number | null | undefined, number | null>;
  due_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  met: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  n: ColumnType<number, number, number>;
}

export interface InsightMarker {
  id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  title: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  tool: ColumnType<string | null, string | null | undefined, string | null>;
  rule: ColumnType<string | null, string | null | undefined, string | null>;
  created_by: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface InsightNudge {
  id: ColumnType<number, number | undefined, number>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface InsightScanChange {
  id: ColumnType<number, number | undefined, number>;
  failed: ColumnType<boolean, boolean, boolean>;
  n: ColumnType<number, number, number>;
}

export interface InsightScope {
  team_id: ColumnType<string, string, string>;
  scope_id: ColumnType<string, string, string>;
}

export interface InsightState {
  name: ColumnType<string, string, string>;
  folds: ColumnType<number, number | undefined, number>;
  folded_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface InsightStreamHeard {
  id: ColumnType<number, number | undefined, number>;
  stream_id: ColumnType<string, string, string>;
}

export interface InsightTarget {
  id: ColumnType<string, string, string>;
  unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  quarter: ColumnType<Date, Date | string, Date | string>;
  measure: ColumnType<string, string, string>;
  value: ColumnType<number, number, number>;
  set_by: ColumnType<string, string, string>;
  set_at: ColumnType<Date, Date | string, Date | string>;
}

export interface InsightTicketChange {
  id: ColumnType<number, number | undefined, number>;
  team_id: ColumnType<string, string, string>;
  priority: ColumnType<number, number, number>;
  open: ColumnType<boolean, boolean, boolean>;
  opened_on: ColumnType<Date, Date | string, Date | string>;
  closed_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  due_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  n: ColumnType<number, number, number>;
}

export interface InsightTool {
  tool: ColumnType<string, string, string>;
  kinds: ColumnType<number, number, number>;
}

export interface InsightToolKind {
  tool: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
}

export interface IntelChange {
  id: ColumnType<string, string, string>;
  feed: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface IntelChanged {
  change_id: ColumnType<string, string, string>;
  cve: ColumnType<string, string, string>;
}

export interface IntelEpss {
  cve: ColumnType<string, string, string>;
  score: ColumnType<number, number, number>;
  percentile: ColumnType<number, number, number>;
}

export interface IntelFeed {
  name: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  version: ColumnType<string | null, string | null | undefined, string | null>;
  loaded_at: ColumnType<Date, Date | string, Date | string>;
  checksum: ColumnType<string, string, string>;
  entries: ColumnType<number, number, number>;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
  etag: ColumnType<string | null, string | null | undefined, string | null>;
  last_modified: ColumnType<string | null, string | null | undefined, string | null>;
  as_of: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  checked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  error_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface IntelKev {
  cve: ColumnType<string, string, string>;
  date_added: ColumnType<Date, Date | string, Date | string>;
  ransomware: ColumnType<boolean, boolean | undefined, boolean>;
  source: ColumnType<string, string | undefined, string>;
  due_date: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface IntelSsvc {
  cve: ColumnType<string, string, string>;
  exploitation: ColumnType<string | null, string | null | undefined, string | null>;
  automatable: ColumnType<string | null, string | null | undefined, string | null>;
  technical_impact: ColumnType<string | null, string | null | undefined, string | null>;
  published: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  as_of: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface LineTexts {
  id: ColumnType<string, string, string>;
  blob: ColumnType<string, string, string>;
  submitted_by: ColumnType<string, string, string>;
  received_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Membership {
  person_id: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  role: ColumnType<string, string | undefined, string>;
  managed_by: ColumnType<string, string | undefined, string>;
}

export interface MembershipPeriod {
  person_id: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  role: ColumnType<string, string, string>;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Migration {
  number: ColumnType<number, number, number>;
  name: ColumnType<string, string, string>;
  checksum: ColumnType<string, string, string>;
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface Notice {
  id: ColumnType<string, string, string>;
  audience: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  once: ColumnType<string, string, string>;
  role: ColumnType<string | null, string | null | undefined, string | null>;
  ticket_id: ColumnType<string | null, string | null | undefined, string | null>;
  name: ColumnType<string, string, string>;
  title: ColumnType<string, string, string>;
  text: ColumnType<string, string | undefined, string>;
  path: ColumnType<string, string, string>;
  loud: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  told_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface NotifyMessage {
  connection_id: ColumnType<string, string, string>;
  place: ColumnType<string, string, string>;
  remote_id: ColumnType<string, string, string>;
  message: ColumnType<unknown, string, string>;
  answers: ColumnType<unknown, string | undefined, string>;
  sent_at: ColumnType<Date, Date | string, Date | string>;
}

export interface NotifyPreference {
  audience: ColumnType<string, string, string>;
  way: ColumnType<string | null, string | null | undefined, string | null>;
  digest: ColumnType<string | null, string | null | undefined, string | null>;
  hour: ColumnType<number, number | undefined, number>;
  weekday: ColumnType<number, number | undefined, number>;
  time_zone: ColumnType<string | null, string | null | undefined, string | null>;
  quiet_from: ColumnType<string | null, string | null | undefined, string | null>;
  quiet_to: ColumnType<string | null, string | null | undefined, string | null>;
  quiet_weekends: ColumnType<boolean, boolean | undefined, boolean>;
  muted: ColumnType<string[], string[] | undefined, string[]>;
  left_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  changed_at: ColumnType<Date, Date | string, Date | string>;
}

export interface NotifyRound {
  audience: ColumnType<string, string, string>;
  daily_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  weekly_on: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  told_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Outbox {
  id: ColumnType<string, string, string>;
  topic: ColumnType<string, string, string>;
  idempotency_key: ColumnType<string, string, string>;
  payload: ColumnType<unknown, string, string>;
  state: ColumnType<string, string | undefined, string>;
  attempts: ColumnType<number, number | undefined, number>;
  last_error: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  done_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  lane: ColumnType<string, string | undefined, string>;
  subject: ColumnType<string | null, string | null | undefined, string | null>;
  about: ColumnType<string | null, string | null | undefined, string | null>;
  due_at: ColumnType<Date, Date | string | undefined, Date | string>;
  begins: ColumnType<number, number | undefined, number>;
  begun_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  error_code: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface OutboxLane {
  lane: ColumnType<string, string, string>;
  paused_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  because: ColumnType<string | null, string | null | undefined, string | null>;
  error_code: ColumnType<string | null, string | null | undefined, string | null>;
  failures: ColumnType<number, number | undefined, number>;
}

export interface OwnershipCoverage {
  repository_id: ColumnType<string, string, string>;
  folder: ColumnType<string, string, string>;
  name: ColumnType<string | null, string | null | undefined, string | null>;
  team: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  unowned: ColumnType<boolean, boolean, boolean>;
  descriptor: ColumnType<string | null, string | null | undefined, string | null>;
  reviewed: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  errors: ColumnType<number, number, number>;
}

export interface OwnershipDispute {
  id: ColumnType<string, string, string>;
  finding_id: ColumnType<string, string, string>;
  from_team_id: ColumnType<string, string, string>;
  to_team_id: ColumnType<string | null, string | null | undefined, string | null>;
  reason: ColumnType<string, string, string>;
  arbiter: ColumnType<string, string, string>;
  because: ColumnType<string[], string[], string[]>;
  opened_by: ColumnType<string, string, string>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  outcome: ColumnType<string | null, string | null | undefined, string | null>;
  decided_by: ColumnType<string | null, string | null | undefined, string | null>;
  decided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  note: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface OwnershipFile {
  repository_id: ColumnType<string, string, string>;
  path: ColumnType<string, string, string>;
  content: ColumnType<string, string, string>;
  valid_content: ColumnType<string | null, string | null | undefined, string | null>;
  problems: ColumnType<unknown, string | undefined, string>;
  read_at: ColumnType<Date, Date | string, Date | string>;
}

export interface OwnershipOverride {
  id: ColumnType<string, string, string>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
  pattern: ColumnType<string, string | undefined, string>;
  resource: ColumnType<string | null, string | null | undefined, string | null>;
  team_id: ColumnType<string, string, string>;
  reason: ColumnType<string, string, string>;
  made_by: ColumnType<string, string, string>;
  made_at: ColumnType<Date, Date | string, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  ended_by: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface OwnershipPeriod {
  repository_id: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  team: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface OwnershipWatch {
  scope: ColumnType<string, string, string>;
  version: ColumnType<string, string, string>;
}

export interface Passkey {
  id: ColumnType<Buffer, Buffer, Buffer>;
  person_id: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  public_key: ColumnType<Buffer, Buffer, Buffer>;
  counter: ColumnType<number, number | undefined, number>;
  transports: ColumnType<string[], string[] | undefined, string[]>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Person {
  id: ColumnType<string, string, string>;
  email: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  roles: ColumnType<string[], string[] | undefined, string[]>;
  disabled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  user_name: ColumnType<string | null, string | null | undefined, string | null>;
  given_name: ColumnType<string | null, string | null | undefined, string | null>;
  family_name: ColumnType<string | null, string | null | undefined, string | null>;
  managed_by: ColumnType<string, string | undefined, string>;
  removed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface PersonAccount {
  connection_id: ColumnType<string, string, string>;
  remote_id: ColumnType<string, string, string>;
  person_id: ColumnType<string, string, string>;
  name: ColumnType<string, string | undefined, string>;
  known_by: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface PersonGrant {
  id: ColumnType<string, string, string>;
  person_id: ColumnType<string, string, string>;
  role: ColumnType<string, string, string>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  origin: ColumnType<string, string | undefined, string>;
  given_by: ColumnType<string, string, string>;
  given_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PersonIdentity {
  provider_id: ColumnType<string, string, string>;
  subject: ColumnType<string, string, string>;
  person_id: ColumnType<string, string, string>;
  gave_roles: ColumnType<string[], string[] | undefined, string[]>;
  seen_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PersonPassword {
  person_id: ColumnType<string, string, string>;
  hash: ColumnType<string, string, string>;
  changed_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PersonTotp {
  person_id: ColumnType<string, string, string>;
  secret: ColumnType<Buffer, Buffer, Buffer>;
  confirmed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  last_step: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface PolicyActivation {
  id: ColumnType<string, string, string>;
  version: ColumnType<number, number, number>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
  reason: ColumnType<string, string, string>;
  again: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface PolicyBacktest {
  id: ColumnType<string, string, string>;
  document: ColumnType<string, string, string>;
  asked_by: ColumnType<string, string, string>;
  asked_at: ColumnType<Date, Date | string, Date | string>;
  state: ColumnType<string, string, string>;
  done: ColumnType<number, number | undefined, number>;
  total: ColumnType<number | null, number | null | undefined, number | null>;
  result: ColumnType<unknown | null, string | null | undefined, string | null>;
  error: ColumnType<string | null, string | null | undefined, string | null>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface PolicyVersion {
  version: ColumnType<number, number, number>;
  document: ColumnType<string, string, string>;
  author: ColumnType<string, string, string>;
  reason: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  active: ColumnType<boolean, boolean | undefined, boolean>;
  based_on: ColumnType<number | null, number | null | undefined, number | null>;
  author_person: ColumnType<string | null, string | null | undefined, string | null>;
  approved_by: ColumnType<string | null, string | null | undefined, string | null>;
  approved_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  withdrawn_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Presence {
  finding_id: ColumnType<string, string, string>;
  stream_id: ColumnType<string, string, string>;
  branch: ColumnType<string, string, string>;
  release: ColumnType<boolean, boolean, boolean>;
  present: ColumnType<boolean, boolean | undefined, boolean>;
  since: ColumnType<Date, Date | string, Date | string>;
  since_scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  until_scan_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Publication {
  id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  key_hash: ColumnType<Buffer, Buffer, Buffer>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  title: ColumnType<string, string, string>;
  framed_by: ColumnType<string[], string[] | undefined, string[]>;
  created_by: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Reason {
  id: ColumnType<string, string, string>;
  because: ColumnType<string[], string[], string[]>;
  source: ColumnType<string | null, string | null | undefined, string | null>;
  facts: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface RecoveryCode {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  person_id: ColumnType<string, string, string>;
  used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Repository {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  business_unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  default_branch: ColumnType<string, string | undefined, string>;
  release_branches: ColumnType<string[], string[] | undefined, string[]>;
  url: ColumnType<string | null, string | null | undefined, string | null>;
  archived: ColumnType<boolean, boolean | undefined, boolean>;
  known_by: ColumnType<string, string | undefined, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  former_names: ColumnType<string[], string[] | undefined, string[]>;
  connection_id: ColumnType<string | null, string | null | undefined, string | null>;
  host_id: ColumnType<string | null, string | null | undefined, string | null>;
  host_facts: ColumnType<unknown, string | undefined, string>;
  files_commit: ColumnType<string | null, string | null | undefined, string | null>;
  host_version: ColumnType<string | null, string | null | undefined, string | null>;
  files_version: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface ResourceLabel {
  resource: ColumnType<string, string, string>;
  labels: ColumnType<unknown, string, string>;
}

export interface ResourceLead {
  repository_id: ColumnType<string, string, string>;
  resource: ColumnType<string, string, string>;
}

export interface ResourceRule {
  id: ColumnType<string, string, string>;
  position: ColumnType<number, number, number>;
  kind: ColumnType<string, string, string>;
  provider: ColumnType<string | null, string | null | undefined, string | null>;
  pattern: ColumnType<string | null, string | null | undefined, string | null>;
  tags: ColumnType<unknown, string | undefined, string>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
  origin: ColumnType<string, string | undefined, string>;
  managed_by: ColumnType<string, string | undefined, string>;
}

export interface Rule {
  id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  name: ColumnType<string | null, string | null | undefined, string | null>;
  description: ColumnType<string | null, string | null | undefined, string | null>;
  help: ColumnType<string | null, string | null | undefined, string | null>;
  url: ColumnType<string | null, string | null | undefined, string | null>;
  cwes: ColumnType<number[], number[] | undefined, number[]>;
  links: ColumnType<string[], string[] | undefined, string[]>;
}

export interface RuleMeasure {
  tool: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  not_useful: ColumnType<number, number | undefined, number>;
  fixed: ColumnType<number, number | undefined, number>;
  acknowledged: ColumnType<number, number | undefined, number>;
  lower_bound: ColumnType<number, number | undefined, number>;
  upper_bound: ColumnType<number, number | undefined, number>;
  asked: ColumnType<number, number | undefined, number>;
}

export interface RuleTrust {
  tool: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  mode: ColumnType<string, string, string>;
  demoted: ColumnType<boolean, boolean | undefined, boolean>;
  since: ColumnType<Date, Date | string, Date | string>;
  because: ColumnType<string[], string[], string[]>;
  earned_mode: ColumnType<string, string, string>;
  earned_demoted: ColumnType<boolean, boolean | undefined, boolean>;
  overruled_by: ColumnType<string | null, string | null | undefined, string | null>;
  overruled_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  overruled_because: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface RuleTrustChange {
  id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
  before: ColumnType<string, string, string>;
  after: ColumnType<string, string, string>;
  because: ColumnType<string[], string[], string[]>;
  evidence: ColumnType<unknown, string, string>;
}

export interface SavedView {
  id: ColumnType<string, string, string>;
  page: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  person_id: ColumnType<string, string, string>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  query: ColumnType<unknown, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
}

export interface Scan {
  id: ColumnType<string, string, string>;
  target_id: ColumnType<string, string, string>;
  stream_id: ColumnType<string | null, string | null | undefined, string | null>;
  tool_asked: ColumnType<string | null, string | null | undefined, string | null>;
  tool: ColumnType<string | null, string | null | undefined, string | null>;
  category: ColumnType<string, string | undefined, string>;
  phase: ColumnType<string | null, string | null | undefined, string | null>;
  branch: ColumnType<string | null, string | null | undefined, string | null>;
  commit: ColumnType<string | null, string | null | undefined, string | null>;
  complete: ColumnType<boolean, boolean | undefined, boolean>;
  coverage: ColumnType<unknown, string | undefined, string>;
  scanned_at: ColumnType<Date, Date | string, Date | string>;
  received_at: ColumnType<Date, Date | string, Date | string>;
  started_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  blob: ColumnType<string | null, string | null | undefined, string | null>;
  bytes: ColumnType<number, number | undefined, number>;
  file_name: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<string, string, string>;
  error_code: ColumnType<string | null, string | null | undefined, string | null>;
  error: ColumnType<string | null, string | null | undefined, string | null>;
  observations: ColumnType<number | null, number | null | undefined, number | null>;
  delta: ColumnType<unknown | null, string | null | undefined, string | null>;
  diagnostics: ColumnType<unknown, string | undefined, string>;
  submitted_by: ColumnType<string, string, string>;
  texts_blob: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Service {
  id: ColumnType<string, string, string>;
  repository_id: ColumnType<string, string, string>;
  path: ColumnType<string, string | undefined, string>;
  name: ColumnType<string, string, string>;
  exposure: ColumnType<string | null, string | null | undefined, string | null>;
  tier: ColumnType<number | null, number | null | undefined, number | null>;
  data: ColumnType<string[], string[] | undefined, string[]>;
  compliance: ColumnType<string[], string[] | undefined, string[]>;
}

export interface ServiceAccount {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  team_id: ColumnType<string | null, string | null | undefined, string | null>;
  scopes: ColumnType<string[], string[], string[]>;
  created_by: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  disabled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Session {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  person_id: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  id: ColumnType<string, string | undefined, string>;
  method: ColumnType<string, string | undefined, string>;
  user_agent: ColumnType<string | null, string | null | undefined, string | null>;
  last_used_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface SignInAttempt {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  kind: ColumnType<string, string, string>;
  person_id: ColumnType<string | null, string | null | undefined, string | null>;
  data: ColumnType<unknown, string | undefined, string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SignInFailure {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  failed: ColumnType<number, number, number>;
  locked_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  at: ColumnType<Date, Date | string, Date | string>;
}

export interface SignInLink {
  hash: ColumnType<Buffer, Buffer, Buffer>;
  person_id: ColumnType<string, string, string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Stream {
  id: ColumnType<string, string, string>;
  target_id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  category: ColumnType<string, string | undefined, string>;
  scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  scanned_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  results_digest: ColumnType<string | null, string | null | undefined, string | null>;
  rule_set: ColumnType<string | null, string | null | undefined, string | null>;
  first_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface StreamBranch {
  stream_id: ColumnType<string, string, string>;
  branch: ColumnType<string, string, string>;
  scan_id: ColumnType<string | null, string | null | undefined, string | null>;
  scanned_at: ColumnType<Date, Date | string, Date | string>;
  results_digest: ColumnType<string | null, string | null | undefined, string | null>;
  rule_set: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Sweep {
  connection_id: ColumnType<string, string, string>;
  state: ColumnType<string, string, string>;
  begun_at: ColumnType<Date, Date | string, Date | string>;
  looked_at: ColumnType<Date, Date | string, Date | string>;
  continues_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  told: ColumnType<unknown, string, string>;
}

export interface Target {
  id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  repository_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface Team {
  id: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  business_unit_id: ColumnType<string | null, string | null | undefined, string | null>;
  kind: ColumnType<string, string | undefined, string>;
  queue: ColumnType<string, string, string>;
  channel: ColumnType<string | null, string | null | undefined, string | null>;
  mail: ColumnType<string | null, string | null | undefined, string | null>;
  oncall: ColumnType<string | null, string | null | undefined, string | null>;
  manager: ColumnType<string | null, string | null | undefined, string | null>;
  champion: ColumnType<string | null, string | null | undefined, string | null>;
  partner: ColumnType<string | null, string | null | undefined, string | null>;
  jira_project: ColumnType<string | null, string | null | undefined, string | null>;
  aliases: ColumnType<string[], string[] | undefined, string[]>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  takes: ColumnType<string[], string[] | undefined, string[]>;
  allowed_queues: ColumnType<string[], string[] | undefined, string[]>;
  allowed_channels: ColumnType<string[], string[] | undefined, string[]>;
  retired_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  managed_by: ColumnType<string, string | undefined, string>;
  deputies: ColumnType<string[], string[] | undefined, string[]>;
  takes_asks: ColumnType<string[], string[] | undefined, string[]>;
}

export interface TeamMeeting {
  id: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  by_label: ColumnType<string, string, string>;
  note: ColumnType<string, string | undefined, string>;
}

export interface Ticket {
  id: ColumnType<string, string, string>;
  fix_id: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  queue: ColumnType<string, string, string>;
  number: ColumnType<number, number, number>;
  title: ColumnType<string, string, string>;
  priority: ColumnType<number, number, number>;
  due_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  findings: ColumnType<number, number, number>;
  state: ColumnType<string, string | undefined, string>;
  assignee: ColumnType<string | null, string | null | undefined, string | null>;
  edited: ColumnType<string[], string[] | undefined, string[]>;
  opened_at: ColumnType<Date, Date | string, Date | string>;
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface TicketComment {
  id: ColumnType<string, string, string>;
  ticket_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
  text: ColumnType<string, string, string>;
  about_ticket_id: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface TicketHold {
  fix_id: ColumnType<string, string, string>;
  since: ColumnType<Date, Date | string, Date | string>;
  review_at: ColumnType<Date, Date | string, Date | string>;
  reviews: ColumnType<number, number | undefined, number>;
  released_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  released_by: ColumnType<string | null, string | null | undefined, string | null>;
  note: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface TicketQueue {
  key: ColumnType<string, string, string>;
  last_number: ColumnType<number, number | undefined, number>;
}

export interface TicketWaiting {
  fix_id: ColumnType<string, string, string>;
  team_id: ColumnType<string, string, string>;
  since: ColumnType<Date, Date | string, Date | string>;
  because: ColumnType<string, string, string>;
}

export interface TrustLabel {
  id: ColumnType<string, string, string>;
  tool: ColumnType<string, string, string>;
  rule: ColumnType<string, string, string>;
  finding_id: ColumnType<string | null, string | null | undefined, string | null>;
  fix_id: ColumnType<string | null, string | null | undefined, string | null>;
  word: ColumnType<string, string, string>;
  channel: ColumnType<string, string, string>;
  actor: ColumnType<string, string, string>;
  reason: ColumnType<string | null, string | null | undefined, string | null>;
  at: ColumnType<Date, Date | string, Date | string>;
  undone_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface TrustTaken {
  kind: ColumnType<string, string, string>;
  event_id: ColumnType<string, string, string>;
}

export interface VAccessGrant {
  person_id: string;
  role: string;
  team_id: string | null;
  unit_id: string | null;
}

export interface VAccessPerson {
  id: string;
  email: string;
  name: string;
  roles: string[];
  user_name: string | null;
  given_name: string | null;
  family_name: string | null;
  managed_by: string;
  active: boolean | null;
  removed_at: Date | null;
  created_at: Date;
  updated_at: Date;
  version: string | null;
}

export interface VConnectionsConnection {
  id: string;
  key: string;
  system: string;
  enabled: boolean;
}

export interface VConnectionsParked {
  id: string;
  lane: string;
  about: string | null;
  created_at: Date;
}

export interface VConnectionsStanding {
  key: string;
  system: string;
  enabled: boolean;
  last_ok_at: Date | null;
  failing: boolean | null;
  created_at: Date;
}

export interface VFindingsAlias {
  name: string;
  group_name: string;
}

export interface VFindingsClock {
  finding_id: string;
  fix_since: Date | null;
  restarted_at: Date | null;
  waits_for: string | null;
  paused_since: Date | null;
  paused_days: number;
  paused_by: string | null;
  due_kept: Date | null;
  due_kept_why: string | null;
}

export interface VFindingsCorrelationSuggestion {
  finding_id: string;
  other_id: string;
  because: string;
  at: Date;
}

export interface VFindingsCorrelationVerdict {
  id: string;
  finding_id: string;
  other_id: string;
  verdict: string;
  actor: string;
  reason: string | null;
  at: Date;
}

export interface VFindingsEvent {
  id: string;
  finding_id: string;
  at: Date;
  kind: string;
  actor: string;
  scan_id: string | null;
  note: string | null;
}

export interface VFindingsException {
  id: string;
  kind: string;
  scope: string;
  finding_id: string | null;
  fix_id: string | null;
  state: string;
  reason: string;
  justification: string | null;
  expires_at: Date | null;
  asked_by: string;
  asked_at: Date;
  decided_at: Date | null;
  team_id: string | null;
  priority: number;
  awaits: string[];
}

export interface VFindingsFacet {
  finding_id: string;
  tags: string[];
}

export interface VFindingsFinder {
  finding_id: string;
  name: string;
  evidence: string | null;
  person_id: string | null;
}

export interface VFindingsFinding {
  id: string;
  stream_id: string;
  target_id: string;
  repository_id: string | null;
  rule_id: string;
  fix_id: string | null;
  lead_id: string | null;
  owner_team_id: string;
  owner_reason_id: string;
  decision_reason_id: string;
  opened_scan_id: string | null;
  changed_scan_id: string | null;
  opened_at: Date;
  changed_at: Date;
  due_at: Date | null;
  absent_since: Date | null;
  route: string | null;
  start_line: number | null;
  end_line: number | null;
  severity: number;
  priority: number;
  policy_version: number;
  unowned: boolean;
  exploited: boolean;
  phase: string;
  kind: string;
  state: string;
  closed_how: string | null;
  title: string;
  path: string | null;
  snippet: string | null;
  message: string | null;
  component: string | null;
  version: string | null;
  fixed_versions: string[] | null;
  vulnerabilities: string[] | null;
  detail: unknown | null;
  tool: string;
  category: string;
  target_kind: string;
  target_key: string;
  on_default: boolean;
  lead_because: string | null;
  lead_by_person: boolean;
  own_fix_id: string | null;
  decided_at: Date | null;
  review_at: Date | null;
  exception_id: string | null;
}

export interface VFindingsFix {
  id: string;
  kind: string;
  target_id: string;
  owner_team_id: string;
  unowned: boolean;
  title: string;
  component: string | null;
  to_version: string | null;
  folder: string | null;
  state: string;
  route: string;
  open_findings: number;
  priority: number;
  due_at: Date | null;
  opened_at: Date;
  closed_at: Date | null;
  changed_scan_id: string | null;
  exploited: number;
  state_because: string | null;
  target_kind: string;
  target_key: string;
  claimed_at: Date | null;
  base_target_id: string | null;
  moved_to_id: string | null;
  queue: string | null;
  review_at: Date | null;
}

export interface VFindingsFixBase {
  fix_id: string;
  key: string;
  owner_team_id: string;
  waits: boolean | null;
}

export interface VFindingsFixRow {
  id: string;
  state: string;
  route: string;
  owner_team_id: string;
  priority: number;
  due_at: Date | null;
  exploited: number;
  open_findings: number;
  opened_at: Date;
  review_at: Date | null;
  base_target_id: string | null;
}

export interface VFindingsPresence {
  finding_id: string;
  branch: string;
  release: boolean;
  present: boolean;
  since: Date;
  until: Date | null;
}

export interface VFindingsReason {
  id: string;
  because: string[];
  source: string | null;
  facts: unknown | null;
}

export interface VFindingsRow {
  id: string;
  closed: boolean | null;
  state: string;
  owner_team_id: string;
  repository_id: string | null;
  target_id: string;
  priority: number;
  due: Date | null;
  due_at: Date | null;
  opened_at: Date;
  changed_at: Date;
  lead_id: string | null;
  path: string | null;
  exception_id: string | null;
  fix_id: string | null;
  decision_reason_id: string;
}

export interface VFindingsRule {
  id: string;
  tool: string;
  key: string;
  name: string | null;
  description: string | null;
  help: string | null;
  url: string | null;
  cwes: number[];
  links: string[];
}

export interface VFindingsStream {
  id: string;
  target_id: string;
  tool: string;
  category: string;
  scan_id: string | null;
  scanned_at: Date | null;
  first_at: Date | null;
}

export interface VFindingsTarget {
  id: string;
  kind: string;
  key: string;
  repository_id: string | null;
}

export interface VFindingsUnowned {
  id: string;
  target_id: string;
  repository_id: string | null;
  priority: number;
  fix_id: string | null;
  owner_team_id: string;
  owner_reason_id: string;
}

export interface VFindingsUnownedFix {
  id: string;
}

export interface VIntakeScan {
  id: string;
  target_id: string;
  stream_id: string | null;
  tool: string | null;
  category: string;
  branch: string | null;
  commit: string | null;
  complete: boolean;
  scanned_at: Date;
  received_at: Date;
  finished_at: Date | null;
  bytes: number;
  file_name: string | null;
  state: string;
  error_code: string | null;
  error: string | null;
  observations: number | null;
  delta: unknown | null;
  submitted_by: string;
  phase: string | null;
}

export interface VOrganisationHolding {
  person_id: string | null;
  role: string | null;
  team_id: string | null;
  unit_id: string | null;
}

export interface VOrganisationKnownAs {
  source: string;
  external_id: string | null;
  person_id: string;
}

export interface VOrganisationMember {
  person_id: string;
  team_id: string;
  role: string;
}

export interface VOrganisationRepository {
  id: string;
  key: string;
  default_branch: string;
  release_branches: string[];
  archived: boolean;
  known_by: string;
  url: string | null;
  unit_key: string | null;
  unit_name: string | null;
}

export interface VOrganisationService {
  id: string;
  repository_id: string;
  path: string;
  name: string;
  exposure: string | null;
  tier: number | null;
}

export interface VOrganisationTeam {
  id: string;
  key: string;
  name: string;
  kind: string;
  queue: string;
  channel: string | null;
  oncall: string | null;
  manager: string | null;
  champion: string | null;
  deputies: string[];
  partner: string | null;
  retired_at: Date | null;
  allowed_queues: string[];
  unit_key: string | null;
  unit_name: string | null;
}

export interface VOrganisationTeamAddress {
  team_id: string;
  channel: string | null;
  mail: string | null;
}

export interface VOrganisationUnit {
  id: string;
  key: string;
  name: string;
  leader: string | null;
  parent_id: string | null;
}

export interface VOwnershipCoverage {
  repository_id: string;
  folder: string;
  name: string | null;
  team: string;
  source: string;
  unowned: boolean;
  descriptor: string | null;
  reviewed: Date | null;
  errors: number;
}

export interface VOwnershipOpenDispute {
  id: string;
  finding_id: string;
  from_team_id: string;
  to_team_id: string | null;
  arbiter: string;
  opened_by: string;
  opened_at: Date;
}

export interface VOwnershipResourceLead {
  repository_id: string;
  kind: string | null;
  key: string | null;
}

export interface VOwnershipWaitingApproval {
  id: string;
  repository_id: string;
  file: string;
  field: string;
  asked_at: Date;
  lapses_at: Date;
}

export interface VPolicyActivation {
  id: string;
  version: number;
  at: Date;
  actor: string;
  reason: string;
  again: boolean;
}

export interface VPolicyIntelChanged {
  change_id: string | null;
  name: string | null;
}

export interface VPolicyLabel {
  tool: string;
  rule: string;
  finding_id: string | null;
  word: string;
  at: Date;
}

export interface VPolicyRuleMeasure {
  tool: string;
  rule: string;
  not_useful: number;
  fixed: number;
  acknowledged: number;
  lower_bound: number;
  upper_bound: number;
  asked: number;
}

export interface VPolicyRuleTrust {
  tool: string;
  rule: string;
  mode: string;
  demoted: boolean;
  since: Date;
  because: string[];
  overruled_by: string | null;
  overruled_until: Date | null;
}

export interface VTicketsAsk {
  id: string;
  queue: string;
  number: number;
  kind: string;
  from_team_id: string;
  to_team_id: string;
  title: string;
  state: string;
  waits_for: string;
  waits_since: Date;
  priority: number;
  due_at: Date | null;
  sprint: string | null;
  assignee: string | null;
  repository_id: string | null;
  fix_id: string | null;
  finding_id: string | null;
  opened_at: Date;
  closed_at: Date | null;
}

export interface VTicketsFiled {
  ticket_id: string | null;
  ask_id: string | null;
  remote_key: string | null;
  remote_url: string | null;
  status: string | null;
  sprint: string | null;
}

export interface VTicketsHold {
  fix_id: string;
  since: Date;
  review_at: Date;
  reviews: number;
}

export interface VTicketsTicket {
  id: string;
  fix_id: string;
  team_id: string;
  queue: string;
  number: number;
  title: string;
  priority: number;
  due_at: Date | null;
  findings: number;
  state: string;
  opened_at: Date;
  closed_at: Date | null;
  assignee: string | null;
}

export interface VTicketsWaiting {
  fix_id: string;
  team_id: string;
  since: Date;
  because: string;
}

export interface VulnerabilityAlias {
  name: ColumnType<string, string, string>;
  group_name: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
}

export interface DB {
  about_asset: AboutAsset;
  alert_source: AlertSource;
  alias_feed: AliasFeed;
  api_token: ApiToken;
  ask: Ask;
  ask_comment: AskComment;
  audit_entry: AuditEntry;
  audit_seal: AuditSeal;
  audit_unsealed: AuditUnsealed;
  bulk_change: BulkChange;
  bulk_change_item: BulkChangeItem;
  business_unit: BusinessUnit;
  ci_token_used: CiTokenUsed;
  ci_trust: CiTrust;
  connection: Connection;
  correlation_suggestion: CorrelationSuggestion;
  correlation_verdict: CorrelationVerdict;
  descriptor_approval: DescriptorApproval;
  descriptor_fact: DescriptorFact;
  directory_person: DirectoryPerson;
  directory_sync: DirectorySync;
  directory_team: DirectoryTeam;
  escalation: Escalation;
  exception: Exception;
  exception_word: ExceptionWord;
  filing: Filing;
  filing_comment: FilingComment;
  filing_place: FilingPlace;
  finder: Finder;
  finding: Finding;
  finding_clock: FindingClock;
  finding_event: FindingEvent;
  finding_facet: FindingFacet;
  finding_text: FindingText;
  finding_text_wanted: FindingTextWanted;
  fix: Fix;
  hook_delivery: HookDelivery;
  hook_refusal: HookRefusal;
  host_page: HostPage;
  idempotent_answer: IdempotentAnswer;
  identity_provider: IdentityProvider;
  image_layer: ImageLayer;
  insight_cell: InsightCell;
  insight_check: InsightCheck;
  insight_checked: InsightChecked;
  insight_finding_change: InsightFindingChange;
  insight_marker: InsightMarker;
  insight_nudge: InsightNudge;
  insight_scan_change: InsightScanChange;
  insight_scope: InsightScope;
  insight_state: InsightState;
  insight_stream_heard: InsightStreamHeard;
  insight_target: InsightTarget;
  insight_ticket_change: InsightTicketChange;
  insight_tool: InsightTool;
  insight_tool_kind: InsightToolKind;
  intel_change: IntelChange;
  intel_changed: IntelChanged;
  intel_epss: IntelEpss;
  intel_feed: IntelFeed;
  intel_kev: IntelKev;
  intel_ssvc: IntelSsvc;
  line_texts: LineTexts;
  membership: Membership;
  membership_period: MembershipPeriod;
  migration: Migration;
  notice: Notice;
  notify_message: NotifyMessage;
  notify_preference: NotifyPreference;
  notify_round: NotifyRound;
  outbox: Outbox;
  outbox_lane: OutboxLane;
  ownership_coverage: OwnershipCoverage;
  ownership_dispute: OwnershipDispute;
  ownership_file: OwnershipFile;
  ownership_override: OwnershipOverride;
  ownership_period: OwnershipPeriod;
  ownership_watch: OwnershipWatch;
  passkey: Passkey;
  person: Person;
  person_account: PersonAccount;
  person_grant: PersonGrant;
  person_identity: PersonIdentity;
  person_password: PersonPassword;
  person_totp: PersonTotp;
  policy_activation: PolicyActivation;
  policy_backtest: PolicyBacktest;
  policy_version: PolicyVersion;
  presence: Presence;
  publication: Publication;
  reason: Reason;
  recovery_code: RecoveryCode;
  repository: Repository;
  resource_label: ResourceLabel;
  resource_lead: ResourceLead;
  resource_rule: ResourceRule;
  rule: Rule;
  rule_measure: RuleMeasure;
  rule_trust: RuleTrust;
  rule_trust_change: RuleTrustChange;
  saved_view: SavedView;
  scan: Scan;
  service: Service;
  service_account: ServiceAccount;
  session: Session;
  sign_in_attempt: SignInAttempt;
  sign_in_failure: SignInFailure;
  sign_in_link: SignInLink;
  stream: Stream;
  stream_branch: StreamBranch;
  sweep: Sweep;
  target: Target;
  team: Team;
  team_meeting: TeamMeeting;
  ticket: Ticket;
  ticket_comment: TicketComment;
  ticket_hold: TicketHold;
  ticket_queue: TicketQueue;
  ticket_waiting: TicketWaiting;
  trust_label: TrustLabel;
  trust_taken: TrustTaken;
  v_access_grant: VAccessGrant;
  v_access_person: VAccessPerson;
  v_connections_connection: VConnectionsConnection;
  v_connections_parked: VConnectionsParked;
  v_connections_standing: VConnectionsStanding;
  v_findings_alias: VFindingsAlias;
  v_findings_clock: VFindingsClock;
  v_findings_correlation_suggestion: VFindingsCorrelationSuggestion;
  v_findings_correlation_verdict: VFindingsCorrelationVerdict;
  v_findings_event: VFindingsEvent;
  v_findings_exception: VFindingsException;
  v_findings_facet: VFindingsFacet;
  v_findings_finder: VFindingsFinder;
  v_findings_finding: VFindingsFinding;
  v_findings_fix: VFindingsFix;
  v_findings_fix_base: VFindingsFixBase;
  v_findings_fix_row: VFindingsFixRow;
  v_findings_presence: VFindingsPresence;
  v_findings_reason: VFindingsReason;
  v_findings_row: VFindingsRow;
  v_findings_rule: VFindingsRule;
  v_findings_stream: VFindingsStream;
  v_findings_target: VFindingsTarget;
  v_findings_unowned: VFindingsUnowned;
  v_findings_unowned_fix: VFindingsUnownedFix;
  v_intake_scan: VIntakeScan;
  v_organisation_holding: VOrganisationHolding;
  v_organisation_known_as: VOrganisationKnownAs;
  v_organisation_member: VOrganisationMember;
  v_organisation_repository: VOrganisationRepository;
  v_organisation_service: VOrganisationService;
  v_organisation_team: VOrganisationTeam;
  v_organisation_team_address: VOrganisationTeamAddress;
  v_organisation_unit: VOrganisationUnit;
  v_ownership_coverage: VOwnershipCoverage;
  v_ownership_open_dispute: VOwnershipOpenDispute;
  v_ownership_resource_lead: VOwnershipResourceLead;
  v_ownership_waiting_approval: VOwnershipWaitingApproval;
  v_policy_activation: VPolicyActivation;
  v_policy_intel_changed: VPolicyIntelChanged;
  v_policy_label: VPolicyLabel;
  v_policy_rule_measure: VPolicyRuleMeasure;
  v_policy_rule_trust: VPolicyRuleTrust;
  v_tickets_ask: VTicketsAsk;
  v_tickets_filed: VTicketsFiled;
  v_tickets_hold: VTicketsHold;
  v_tickets_ticket: VTicketsTicket;
  v_tickets_waiting: VTicketsWaiting;
  vulnerability_alias: VulnerabilityAlias;
}
