import { stringify } from 'yaml';
import { plain } from './evidence.ts';
import type { ManifestFacts } from './manifest.ts';
import type { Candidate, Proposal } from './propose.ts';

/** More rivals than this help nobody decide. */
const MAX_TOLD = 5;

/**
 * The text of an about.yaml, ready to be committed, with the evidence as comments. Without enough evidence
 * the owner is left open, and such a file is not valid until somebody writes it.
 */
export function draftAbout({ owner, alternatives, remarks }: Proposal, facts: ManifestFacts): string {
  const others = alternatives.slice(0, MAX_TOLD);
  const lines = owner
    ? [
        `# Proposed by lanekeeper about propose; nothing is decided until you commit it.`,
        `# Owner ${owner.owner}, confidence ${owner.confidence.toFixed(2)}:`,
        ...owner.claims.map(evidenceLine),
        ...others.flatMap((each) => [
          `# It could also be ${sentence(each)}:`,
          ...each.claims.map(evidenceLine),
        ]),
      ]
    : [
        `# Drafted by lanekeeper about propose. There is not enough to name an owner: please write it below.`,
        ...others.flatMap((each) => [`# It could be ${sentence(each)}:`, ...each.claims.map(evidenceLine)]),
      ];
  for (const remark of remarks) lines.push(`# Note: ${remark}.`);
  lines.push('apiVersion: lanekeeper.dev/v1', owner ? `owner: ${scalar(owner.owner)}` : 'owner: # your team');
  if (facts.name) lines.push(`name: ${scalar(facts.name.value)} # ${facts.name.from}`);
  if (facts.type) lines.push(`type: ${facts.type.value} # ${facts.type.from}`);
  return `${lines.map(inOneLine).join('\n')}\n`;
}

const sentence = ({ owner, confidence, known }: Candidate) =>
  `${owner} (${confidence.toFixed(2)}${known === false ? ', not in the list of teams' : ''})`;

const evidenceLine = ({ source, why, strength }: Candidate['claims'][number]) =>
  `# - ${source}: ${why} (${strength.toFixed(2)})`;

const scalar = (value: string) => stringify(plain(value), { lineWidth: 0 }).trimEnd();

/** All parts are plain already; a comment that ended early would become a key. */
const inOneLine = (line: string) => line.replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
