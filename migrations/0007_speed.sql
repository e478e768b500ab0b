-- What lists and numbers are asked for most, in the order in which they are read: no page fetches more than it shows.

-- What is held, in the order of the list of what waits, without a fetch for each; in place of the one over owners alone.
drop index fix_held;
create index fix_held on fix (owner_team_id) include (id, priority, due_at, review_at, opened_at)
  where state = 'open' and route = 'hold';
-- Rules, the dearest first; in place of the one that sorted those that cost the same.
drop index rule_measure_cost;
create index rule_measure_cost on rule_measure (asked desc, not_useful desc, tool, rule);

-- Open findings below a folder, and those that an exception covers, are counted from the row alone.
create or replace view v_findings_row as
  select id, (state in ('fixed', 'excepted')) as closed, state, owner_team_id, repository_id, target_id, priority,
    coalesce(due_at, 'infinity'::timestamptz) as due, due_at, opened_at, changed_at, lead_id, path, exception_id, fix_id,
    decision_reason_id from finding;
-- What a name in a catalogue, or in an address of the page, means: a service, or the last name of a repository.
create index service_name on service (lower(name));
create index repository_last_name on repository (regexp_replace(lower(key), '^.*/', '')) where not archived;
-- The newest exceptions of a team.
create index exception_team on exception (team_id, id);
-- Failed scans of a team's repositories, of which there are few, beside all that went well.
create index scan_failed_target on scan (target_id) where state = 'failed';
