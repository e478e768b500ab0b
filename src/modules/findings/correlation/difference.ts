import { byAge, type Correlatable, type Group } from './correlatable.ts';
import type { Correlated } from './correlate.ts';

/** What a finding's row has to say, where it says something else. */
export interface LeadChange {
  id: string;
  leadId: string | null;
  because: string | null;
  byPerson: boolean;
  fixId: string | null;
  ownFixId: string | null;
}

/** What a person would want to read later. */
export interface LeadEvent {
  findingId: string;
  kind: 'correlated' | 'separated';
  note: string;
}

export interface Difference {
  changes: LeadChange[];
  events: LeadEvent[];
  /** Fixes that gained or lost a finding. */
  fixIds: Set<string>;
}

/** From what the rows say to what they have to say; nothing where they say it already. Pure. */
export function differenceOf(
  findings: ReadonlyMap<string, Correlatable>,
  { groups }: Correlated,
): Difference {
  const leads = new Map<string, { leadId: string; because: string; byPerson: boolean }>();
  for (const { leaderId, followers } of groups)
    for (const { id, because, byPerson } of followers) leads.set(id, { leadId: leaderId, because, byPerson });
  const fixes = fixesOf(findings, groups, (id) => leads.get(id)?.leadId ?? id);
  const result: Difference = { changes: [], events: [], fixIds: new Set() };
  for (const finding of findings.values()) {
    const lead = leads.get(finding.id);
    const change: LeadChange = {
      id: finding.id,
      leadId: lead?.leadId ?? null,
      because: lead?.because ?? null,
      byPerson: lead?.byPerson ?? false,
      ...(lead ? fixesBehind(finding, fixes.get(lead.leadId)!) : fixes.get(finding.id)!),
    };
    if (!differs(finding, change)) continue;
    result.changes.push(change);
    if (finding.fixId !== change.fixId)
      for (const id of [finding.fixId, change.fixId]) if (id) result.fixIds.add(id);
    if (finding.leadId !== change.leadId) result.events.push(eventOf(finding, change, findings));
  }
  return result;
}

interface Fixes {
  fixId: string | null;
  ownFixId: string | null;
}

const fixOfItsOwn = ({ fixId, ownFixId }: Fixes): string | null => ownFixId ?? fixId;
const headBefore = ({ id, leadId }: Correlatable): string => leadId ?? id;

/** The fixes of those who follow nobody; of leaders, the fix of their whole group. */
function fixesOf(
  findings: ReadonlyMap<string, Correlatable>,
  groups: readonly Group[],
  headOf: (id: string) => string,
): Map<string, Fixes> {
  const before = Map.groupBy(findings.values(), headBefore);
  const fixes = new Map<string, Fixes>();
  for (const finding of findings.values()) {
    const parted = before.get(headBefore(finding))!.filter(({ id }) => headOf(id) !== headOf(finding.id));
    fixes.set(finding.id, fixesAfterParting(finding, parted));
  }
  for (const { leaderId, followers } of groups) {
    const leader = findings.get(leaderId)!;
    if (leader.leadId !== null || before.get(leaderId)!.length > 1) continue;
    // A new group: the ticket that is there already goes on, though another tool has the better evidence.
    const oldest = [leader, ...followers.map(({ id }) => findings.get(id)!)].filter(hasFix).sort(byAge)[0];
    if (oldest) fixes.set(leaderId, fixesBehind(leader, fixes.get(oldest.id)!));
  }
  return fixes;
}

const hasFix = ({ fixId }: Correlatable): boolean => fixId !== null;

/**
 * Who parts from findings that live on goes back to its own fix, if that is what it shared with them. Who inherits
 * from one that is fixed keeps what they shared: its ticket stays open until every tool is clean.
 */
function fixesAfterParting(finding: Correlatable, parted: readonly Correlatable[]): Fixes {
  const { leadId, fixId, ownFixId } = finding;
  const goesBack =
    ownFixId !== null && parted.some((other) => other.id === leadId || fixOfItsOwn(other) === fixId);
  return goesBack ? { fixId: ownFixId, ownFixId: null } : { fixId, ownFixId };
}

/** One that is excepted is nobody's work and has no fix. */
function fixesBehind(finding: Correlatable, { fixId }: Fixes): Fixes {
  if (finding.fixId === null || fixId === null) return { fixId: finding.fixId, ownFixId: finding.ownFixId };
  const own = fixOfItsOwn(finding);
  return { fixId, ownFixId: own === fixId ? null : own };
}

const differs = (finding: Correlatable, change: LeadChange): boolean =>
  finding.leadId !== change.leadId ||
  finding.leadBecause !== change.because ||
  finding.leadByPerson !== change.byPerson ||
  finding.fixId !== change.fixId ||
  finding.ownFixId !== change.ownFixId;

function eventOf(
  { id, leadId: before }: Correlatable,
  { leadId, because }: LeadChange,
  findings: ReadonlyMap<string, Correlatable>,
): LeadEvent {
  if (leadId !== null) return { findingId: id, kind: 'correlated', note: because ?? '' };
  const note =
    before !== null && findings.has(before)
      ? 'It no longer counts as the same as the finding it followed.'
      : 'The finding it followed is fixed; this one is still told.';
  return { findingId: id, kind: 'separated', note };
}
