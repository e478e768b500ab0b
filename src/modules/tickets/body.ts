import type { FindingRow } from '../../contract/findings.ts';
import { codeSpan, escapeMarkdown } from '../../kernel/markdown/escape.ts';
import { type BaseState, baseWords, mayBreak, purlTypeOf, shortName } from '../findings/pure.ts';

export interface BodyFacts {
  kind: string;
  component: string | null;
  toVersion: string | null;
  fromVersions: string[];
  /** Weaknesses that findings anywhere tell of the version to go to. */
  advisories: string[];
  /** The image that the weaknesses come with. */
  base: BaseState | null;
  ownedBecause: string[];
  urgentBecause: string[];
  dueAt: string | null;
  priority: string;
  findings: FindingRow[];
  openFindings: number;
  help: string | null;
}

/** Findings listed in the text; the rest is a link away. */
export const LISTED = 10;

/** In Markdown. */
export function consequence({ findings, priority }: BodyFacts): string {
  if (findings.some((finding) => finding.kind === 'secret')) {
    return 'Whoever has seen the code can use the credential until it is revoked; deleting the line does not help.';
  }
  if (priority === 'P0') return 'It is likely to be attacked soon, or is being attacked already.';
  return 'The weakness stays open to whoever finds it; after the due date it is shown as overdue to your manager.';
}

type Remedy = Pick<BodyFacts, 'kind' | 'component' | 'toVersion' | 'help' | 'base'>;

/** What to do, step by step, in Markdown. */
export function remedy({ kind, component, toVersion, help, base }: Remedy): string {
  const name = codeSpan(component ? shortName(component) : 'the package');
  const steps: Record<string, string> = {
    upgrade: toVersion
      ? `Upgrade ${name} to ${codeSpan(toVersion)}: the smallest version without these weaknesses.`
      : `There is no fixed version of ${name} yet. Consider a mitigation or another package.`,
    'base-image': base
      ? escapeMarkdown(baseWords(base))
      : 'Rebuild the image on the newest patch of its base image and deploy it.',
    rotate:
      'Revoke the credential where it was issued, issue a new one, keep it out of the code; then say so on the finding, with evidence: no scan can see it.',
    configure: 'Change the configuration or the code behind this address as the rule describes.',
    retest: 'Fix it, then ask whoever found it for a retest: no scanner can close it.',
    license: 'Replace the package or have the licence cleared.',
  };
  const first =
    steps[kind] ?? 'Change the flagged lines as the rule describes; the next scan closes this ticket.';
  return help ? `${first}\n\n${quoted(help)}` : first;
}

/** A tool's own words: whatever they open is closed with them. */
const quoted = (markdown: string): string => markdown.trim().replace(/^/gm, '> ');

/** Advisories listed by name; the rest is a number. */
const NAMED = 5;

type Risk = Pick<BodyFacts, 'kind' | 'component' | 'toVersion' | 'fromVersions' | 'advisories'>;

/** What doing it may break, in Markdown. */
export function risk({ kind, component, toVersion, fromVersions, advisories }: Risk): string {
  if (kind === 'base-image') return 'Whatever else is new in the base image: let your tests run on it.';
  if (kind !== 'upgrade' || !toVersion) return 'Nothing is known to break.';
  const {
    majorFrom,
    unclear,
    advisories: own,
  } = mayBreak(purlTypeOf(component), fromVersions, toVersion, advisories);
  const version = escapeMarkdown(toVersion);
  const jump = majorFrom
    ? `A jump from ${escapeMarkdown(majorFrom)} to ${version} changes the major version: read its release notes first.`
    : unclear
      ? `How far ${version} is from the version in use cannot be told from their numbers: read its release notes.`
      : 'The same major version: small changes are expected.';
  if (own.length === 0) return jump;
  const names = own.slice(0, NAMED).map(escapeMarkdown).join(', ');
  const more = own.length > NAMED ? ` and ${own.length - NAMED} more` : '';
  const known = own.length === 1 ? '1 known advisory' : `${own.length} known advisories`;
  return `${jump}\n\nVersion ${version} has ${known} of its own: ${names}${more}. It is still the best that the reports name.`;
}

/** Where a finding is, as people say it. */
export const whereOf = ({ path, startLine, target }: FindingRow): string =>
  path ? `${path}${startLine ? `:${startLine}` : ''}` : target.key;
