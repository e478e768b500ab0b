import type { FindingRow } from '../../contract/findings.ts';
import { shortName } from '../findings/pure.ts';

export interface BodyFacts {
  kind: string;
  component: string | null;
  toVersion: string | null;
  fromVersions: string[];
  ownedBecause: string[];
  urgentBecause: string[];
  dueAt: string | null;
  priority: string;
  findings: FindingRow[];
  openFindings: number;
  help: string | null;
}

/** Findings listed in the text; the rest is a link away. */
const LISTED = 10;

/** The text of a ticket, in Markdown: why yours, why now, what if not, how, what it may break. Pure. */
export function ticketBody(facts: BodyFacts): string {
  return [
    section('Why this is yours', list(facts.ownedBecause)),
    section(
      'Why now',
      list([...facts.urgentBecause, facts.dueAt ? `due on ${facts.dueAt.slice(0, 10)}` : 'no date']),
    ),
    section('If it is not fixed', consequence(facts)),
    section('How to fix it', remedy(facts)),
    section('What the fix may break', risk(facts)),
    section(`Findings (${facts.openFindings})`, table(facts)),
    section(
      'Not right?',
      'Say so in a comment: if it is not useful, not yours, or the risk is to be accepted, tell why.',
    ),
  ].join('\n\n');
}

const section = (title: string, text: string): string => `## ${title}\n\n${text}`;
const list = (lines: string[]): string => lines.map((line) => `- ${line}`).join('\n');

function consequence({ findings, priority }: BodyFacts): string {
  if (findings.some((finding) => finding.kind === 'secret')) {
    return 'Whoever has seen the code can use the credential until it is revoked; deleting the line does not help.';
  }
  if (priority === 'P0') return 'It is likely to be attacked soon, or is being attacked already.';
  return 'The weakness stays open to whoever finds it; after the due date it is shown as overdue to your manager.';
}

function remedy({ kind, component, toVersion, help }: BodyFacts): string {
  const name = component && shortName(component);
  const steps: Record<string, string> = {
    upgrade: toVersion
      ? `Upgrade \`${name}\` to \`${toVersion}\`: the smallest version without these weaknesses.`
      : `There is no fixed version of \`${name}\` yet. Consider a mitigation or another package.`,
    'base-image': 'Rebuild the image on the newest patch of its base image and deploy it.',
    rotate:
      'Revoke the credential where it was issued, issue a new one, keep it out of the code; then say so on the finding, with evidence: no scan can see it.',
    configure: 'Change the configuration or the code behind this address as the rule describes.',
    retest: 'Fix it, then ask whoever found it for a retest: no scanner can close it.',
    license: 'Replace the package or have the licence cleared.',
  };
  const first =
    steps[kind] ?? 'Change the flagged lines as the rule describes; the next scan closes this ticket.';
  return help ? `${first}\n\n${help}` : first;
}

function risk({ kind, toVersion, fromVersions }: BodyFacts): string {
  if (kind !== 'upgrade' || !toVersion) return 'Nothing is known to break.';
  const major = (version: string) => version.match(/\d+/)?.[0];
  const jump = fromVersions.find((version) => major(version) !== major(toVersion));
  return jump
    ? `A jump from ${jump} to ${toVersion} changes the major version: read its release notes first.`
    : 'The same major version: small changes are expected.';
}

function table({ findings, openFindings }: BodyFacts): string {
  const rows = findings.slice(0, LISTED).map((finding) => {
    const where = finding.path
      ? `${finding.path}${finding.startLine ? `:${finding.startLine}` : ''}`
      : finding.target.key;
    return `| ${cell(finding.priority)} | ${cell(finding.title)} | ${cell(where)} |`;
  });
  const more = openFindings > LISTED ? `\n\n… and ${openFindings - LISTED} more.` : '';
  return `| | what | where |\n|---|---|---|\n${rows.join('\n')}${more}`;
}

/** Report texts must not end a cell or start a row. */
const cell = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('|', '\\|')
    .slice(0, 200);
