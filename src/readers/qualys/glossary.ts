import type { Observation, Rule } from '../../kernel/observation.ts';
import { cvssVectors } from '../kit/cvss.ts';
import { markdownOfHtml } from '../kit/html.ts';
import { links } from '../kit/links.ts';
import { headline, own } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import { child, listOf, textOf } from '../kit/xml-find.ts';
import type { Sink, XmlElement, XmlMapping } from '../reader.ts';
import { baseScore, baseVector, LEVELS } from './levels.ts';

/** The report explains its QIDs after the hosts: results wait for the end, then go out with what is said there. */
export const withGlossary = (mapping: XmlMapping, each: string): XmlMapping => ({
  form: 'xml',
  each: [...mapping.each, each],
  open(root, sink, context) {
    const held: Observation[] = [];
    const details = new Map<string, XmlElement>();
    const map = mapping.open(root, holding(sink, held), context);
    sink.atEnd(() => handOn(held, details, sink));
    return (element, path) => {
      if (path !== each) return map(element, path);
      const qid = textOf(element, 'QID');
      if (qid !== undefined) details.set(qid, element);
    };
  },
});

const holding = (sink: Sink, held: Observation[]): Sink => ({
  tool: (name, version) => sink.tool(name, version),
  layers: (digests) => sink.layers(digests),
  labels: (told) => sink.labels(told),
  rule: () => {},
  observation: (observation) => held.push(observation),
  atEnd: (act) => sink.atEnd(act),
  note: (level, code, message, where) => sink.note(level, code, message, where),
});

function handOn(held: readonly Observation[], details: ReadonlyMap<string, XmlElement>, sink: Sink): void {
  const ruled = new Set<string>();
  for (const observation of held) {
    const detail = details.get(observation.rule);
    if (detail) complete(observation, detail);
    if (!ruled.has(observation.rule)) sink.rule(ruleOf(observation, detail));
    ruled.add(observation.rule);
    sink.observation(observation);
  }
}

function complete(observation: Observation, detail: XmlElement): void {
  const level = textOf(detail, 'SEVERITY');
  const cvss =
    textOf(child(detail, 'CVSS3_SCORE'), 'CVSS3_BASE') ?? textOf(child(detail, 'CVSS_SCORE'), 'CVSS_BASE');
  observation.title = headline(textOf(detail, 'TITLE') ?? observation.title);
  observation.severity = own(LEVELS, level ?? '') ?? observation.severity;
  observation.severityTold = level;
  observation.score = baseScore(cvss);
  observation.vectors = cvssVectors([baseVector(cvss)]);
  observation.vulnerabilities = vulnerabilityIds(
    ...listOf(detail, 'CVE_ID_LIST', 'CVE_ID').map((one) => textOf(one, 'ID')),
  );
  observation.references = links(
    ...listOf(detail, 'VENDOR_REFERENCE_LIST', 'VENDOR_REFERENCE').map((one) => textOf(one, 'URL')),
    ...listOf(detail, 'CVE_ID_LIST', 'CVE_ID').map((one) => textOf(one, 'URL')),
  );
  observation.remediation = prose(detail, 'SOLUTION');
  const category = textOf(detail, 'CATEGORY');
  if (category !== undefined) observation.tags = [...(observation.tags ?? []), category];
}

const ruleOf = ({ rule, title, remediation }: Observation, detail: XmlElement | undefined): Rule => ({
  id: rule,
  name: title,
  description: [prose(detail, 'THREAT'), prose(detail, 'IMPACT')].filter(Boolean).join('\n\n') || undefined,
  help: remediation,
});

const prose = (detail: XmlElement | undefined, name: string): string | undefined =>
  markdownOfHtml(textOf(detail, name) ?? '') || undefined;
