import { child, textOf } from '../kit/xml-find.ts';
import type { Sink, XmlElement, XmlMapping } from '../reader.ts';
import { decisionsOf } from './audit.ts';
import {
  type Issue,
  issueOf,
  numbersOf,
  observe,
  type Place,
  placeOf,
  prose,
  type RuleFacts,
} from './issue.ts';

/** What a document says of its results in other parts, most of which come after them. */
export interface Parts {
  nodes: Map<string, Place>;
  /** The flagged line by the id of its snippet. */
  lines: Map<string, string>;
  rules: Map<string, RuleFacts>;
}

/** Parts of the results that are read and let go; what is not listed here stays in memory until the end. */
const PARTS: Record<string, (element: XmlElement, parts: Parts) => void> = {
  'UnifiedNodePool/Node': (node, { nodes }) => {
    const id = node.attributes['id'];
    if (id !== undefined) nodes.set(id, placeOf(node));
  },
  'Snippets/Snippet': (snippet, { lines }) => {
    const line = flaggedLine(snippet);
    if (line !== undefined) lines.set(snippet.attributes['id'] ?? '', line);
  },
  Description: (description, parts) => {
    const facts = factsOf(description.attributes['classID'], parts);
    facts.abstract = textOf(description, 'Abstract');
    facts.description = prose(textOf(description, 'Explanation'));
    facts.help = prose(textOf(description, 'Recommendations'));
  },
  'EngineData/RuleInfo/Rule': (rule, parts) => {
    factsOf(rule.attributes['id'], parts).numbers = numbersOf(child(rule, 'MetaInfo'));
  },
  'ProgramData/*/*': () => undefined,
  'ContextPool/Context': () => undefined,
  'Build/SourceFiles/File': () => undefined,
};
const RESULT = 'Vulnerabilities/Vulnerability';
const ROOTS = ['FVDL', 'FPR/FVDL'];

/** Fortify's results alone, or joined with what auditors said of them (`FPR`). */
export const fvdl: XmlMapping = {
  form: 'xml',
  each: ROOTS.flatMap((root) => [RESULT, ...Object.keys(PARTS)].map((path) => `${root}/${path}`)),
  open(root, sink) {
    const parts: Parts = { nodes: new Map(), lines: new Map(), rules: new Map() };
    const issues: Issue[] = [];
    sink.atEnd(() => finish(root, issues, parts, sink));
    return (element, path) => {
      const part = path.slice(path.indexOf('FVDL/') + 'FVDL/'.length);
      if (part !== RESULT) return PARTS[part]?.(element, parts);
      const issue = issueOf(element);
      if (issue !== null) issues.push(issue);
      else sink.note('warning', 'LK-READ-SKIPPED', 'A result without a rule was left out.');
    };
  },
};

function finish(root: XmlElement, issues: Issue[], parts: Parts, sink: Sink): void {
  const engine = child(root.name === 'FPR' ? child(root, 'FVDL') : root, 'EngineData');
  sink.tool('Fortify SCA', textOf(engine, 'EngineVersion'));
  const decisions = decisionsOf(child(root, 'Audit'));
  for (const issue of issues) {
    const observation = observe(issue, parts);
    observation.told = decisions.get(issue.id ?? '');
    const { description, help } = parts.rules.get(issue.rule) ?? {};
    sink.rule({ id: issue.rule, name: issue.title, description, help, cwes: observation.cwes });
    sink.observation(observation);
  }
}

function factsOf(id: string | undefined, { rules }: Parts): RuleFacts {
  const known = rules.get(id ?? '');
  if (known !== undefined) return known;
  const made: RuleFacts = { numbers: Object.create(null) };
  rules.set(id ?? '', made);
  return made;
}

/** The id ends with the lines that are meant: `…#src/a.java:16:16`. */
function flaggedLine(snippet: XmlElement): string | undefined {
  const wanted = Number(/:(\d+):\d+$/.exec(snippet.attributes['id'] ?? '')?.[1]);
  const first = Number(textOf(snippet, 'StartLine'));
  return child(snippet, 'Text')?.text.split('\n')[wanted - first]?.trim();
}
