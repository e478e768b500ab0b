import { cweNumbers } from '../kit/cwe.ts';
import { num } from '../kit/values.ts';
import { child, childrenOf, listOf, textOf } from '../kit/xml-find.ts';
import type { Sink, XmlElement, XmlMapping } from '../reader.ts';
import { Inventory, type Part, placeInProperties } from './inventory.ts';
import { kindOf, tellVulnerability } from './tell.ts';
import type { AffectsTold, AnalysisTold, RatingTold, VulnerabilityTold } from './told.ts';

const COMPONENT = 'bom/components/component';

/**
 * Vulnerabilities stand at the end of the document since 1.4; before, an extension put them inside the
 * components or at the end. Components come first in both and are forgotten but for what names them.
 */
export const xmlMapping: XmlMapping = {
  form: 'xml',
  each: [COMPONENT, 'bom/vulnerabilities/vulnerability'],
  open(root, sink) {
    const metadata = child(root, 'metadata');
    const described = child(metadata, 'component');
    const kind = kindOf(described?.attributes['type']);
    tellTool(metadata, sink);
    const inventory = new Inventory();
    if (described) inventory.add(partOf(described));
    return (element, path) => {
      if (path === COMPONENT) {
        addParts(element, inventory, (own, part) => {
          const told = vulnerabilityOf(own);
          // Inside a component the reference names the vulnerability, not what it affects.
          told.affects = [{ ref: '', part, versions: [], fixed: [] }];
          tellVulnerability(told, inventory, kind, sink);
        });
        return;
      }
      inventory.direct ??= directOf(root, described?.attributes['bom-ref']);
      tellVulnerability(vulnerabilityOf(element), inventory, kind, sink);
    };
  },
};

function tellTool(metadata: XmlElement | undefined, sink: Sink): void {
  const tools = child(metadata, 'tools');
  const first = child(tools, 'tool') ?? child(child(tools, 'components'), 'component');
  sink.tool(textOf(first, 'name') ?? '', textOf(first, 'version'));
}

type TellOwn = (vulnerability: XmlElement, part: Part) => void;

function addParts(element: XmlElement, inventory: Inventory, tellOwn: TellOwn): void {
  const part = partOf(element);
  inventory.add(part);
  for (const own of listOf(element, 'vulnerabilities', 'vulnerability')) tellOwn(own, part);
  for (const inner of listOf(element, 'components', 'component')) addParts(inner, inventory, tellOwn);
}

function partOf(element: XmlElement): Part {
  const part: Part = {
    ref: element.attributes['bom-ref'],
    group: textOf(element, 'group'),
    name: textOf(element, 'name') ?? 'unnamed',
    version: textOf(element, 'version'),
    purl: textOf(element, 'purl'),
    path: textOf(child(child(child(element, 'evidence'), 'occurrences'), 'occurrence'), 'location'),
  };
  for (const property of listOf(element, 'properties', 'property')) {
    placeInProperties(part, property.attributes['name'], property.text);
  }
  return part;
}

function directOf(root: XmlElement, described: string | undefined): ReadonlySet<string> | undefined {
  const entry = listOf(root, 'dependencies', 'dependency').find((d) => d.attributes['ref'] === described);
  const refs = childrenOf(entry, 'dependency').map((d) => d.attributes['ref'] ?? '');
  return described !== undefined && refs.length > 0 ? new Set(refs) : undefined;
}

function vulnerabilityOf(v: XmlElement): VulnerabilityTold {
  const source = child(v, 'source');
  const advisories = listOf(v, 'advisories', 'advisory');
  return {
    id: textOf(v, 'id'),
    source: { name: textOf(source, 'name') ?? source?.attributes['name'], url: textOf(source, 'url') },
    aliases: listOf(v, 'references', 'reference').flatMap((r) => textOf(r, 'id') ?? []),
    ratings: listOf(v, 'ratings', 'rating').map(ratingOf),
    cwes: cweNumbers(listOf(v, 'cwes', 'cwe').map((cwe) => cwe.text)),
    description: textOf(v, 'description'),
    detail: textOf(v, 'detail'),
    recommendation: textOf(v, 'recommendation') ?? textOf(v, 'workaround') ?? oldRecommendation(v),
    references: advisories.map((advisory) => textOf(advisory, 'url') ?? advisory.text),
    analysis: analysisOf(child(v, 'analysis')),
    affects: affectsOf(v),
  };
}

const oldRecommendation = (v: XmlElement): string | undefined =>
  listOf(v, 'recommendations', 'recommendation')
    .map((recommendation) => recommendation.text)
    .join('\n') || undefined;

/** The extension nests the number: `<score><base>`. */
const ratingOf = (rating: XmlElement): RatingTold => ({
  source: textOf(child(rating, 'source'), 'name'),
  score: num(textOf(rating, 'score') ?? textOf(child(rating, 'score'), 'base')),
  severity: textOf(rating, 'severity'),
  method: textOf(rating, 'method'),
  vector: textOf(rating, 'vector'),
});

const analysisOf = (analysis: XmlElement | undefined): AnalysisTold | undefined =>
  analysis && {
    state: textOf(analysis, 'state'),
    justification: textOf(analysis, 'justification'),
    responses: listOf(analysis, 'responses', 'response').map((response) => response.text),
    detail: textOf(analysis, 'detail'),
  };

function affectsOf(v: XmlElement): AffectsTold[] {
  const targets = listOf(v, 'affects', 'target').map((target) => {
    const told: AffectsTold = { ref: textOf(target, 'ref') ?? '', versions: [], fixed: [] };
    for (const version of listOf(target, 'versions', 'version')) {
      const single = textOf(version, 'version');
      if (single) (textOf(version, 'status') === 'unaffected' ? told.fixed : told.versions).push(single);
    }
    return told;
  });
  const ref = v.attributes['ref'];
  return targets.length > 0 || ref === undefined ? targets : [{ ref, versions: [], fixed: [] }];
}
