import type { Role } from '../../../contract/access.ts';
import {
  CORRELATION_ROLES,
  type Correlation,
  type CorrelationVerdict,
} from '../../../contract/correlation.ts';
import type { Finding, FindingRow } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { listed } from '../../ui/format.ts';

export const mayCorrelate = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'admin' || CORRELATION_ROLES.some((known) => known === role));

export interface GroupRow {
  finding: FindingRow;
  leads: boolean;
  /** It is the one whose page this is. */
  own: boolean;
  /** Why it follows the leader; null of the leader. */
  because: string | null;
}

/** Everybody of the group with why they are in it, the leader first; empty when the finding stands alone. */
export function groupRows(finding: Finding): GroupRow[] {
  const { leader, because, members } = finding.correlation;
  if (members.length === 0) return [];
  const rows = members.map((member) => {
    const leads = member.finding.id === leader;
    return { finding: member.finding, leads, own: false, because: leads ? null : member.because };
  });
  const own = { finding, leads: finding.id === leader, own: true, because };
  const [first, ...rest] = rows;
  return own.leads ? [own, ...rows] : [first!, own, ...rest];
}

/** "Told by trivy, grype and npm-audit: one ticket covers all of it." */
export function groupSentence(rows: readonly GroupRow[]): string {
  const tools = [...new Set(rows.map(({ finding }) => finding.tool))];
  return t('Told by {tools}; one ticket covers all of it', { tools: listed(tools) });
}

const SAID: Record<CorrelationVerdict, string> = { same: t('the same'), different: t('not the same') };

/** "Robin said: not the same" */
export const verdictWords = ({ actor, verdict }: Correlation['verdicts'][number]): string =>
  t('{actor} said: {verdict}', { actor, verdict: SAID[verdict] });

export interface Decision {
  other: string;
  verdict: CorrelationVerdict;
  reason?: string | undefined;
}

/** What brings back how it was: the verdict that stood before, or none. */
export function undoOf(before: Correlation, { other }: Decision): Decision | null {
  const known = before.verdicts.find((verdict) => verdict.other.id === other);
  return known ? { other, verdict: known.verdict, reason: known.reason ?? undefined } : null;
}

/** Findings that may still be joined by hand: no member of the group, not the finding itself. */
export function joinable(finding: Finding, found: readonly FindingRow[]): FindingRow[] {
  const taken = new Set([finding.id, ...finding.correlation.members.map((member) => member.finding.id)]);
  return found.filter(({ id }) => !taken.has(id));
}

/** A word to look for others by: the package's name or the file's. */
export function searchWord({ component, path }: Pick<FindingRow, 'component' | 'path'>): string {
  const text = component ? component.replace(/^pkg:[^/]+\//, '') : (path ?? '');
  return text.slice(text.lastIndexOf('/') + 1);
}
