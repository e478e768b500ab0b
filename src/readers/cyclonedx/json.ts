import { cweNumbers } from '../kit/cwe.ts';
import { asList, asRecord, type Json, num, str, strings } from '../kit/values.ts';
import type { JsonMapping, Sink } from '../reader.ts';
import { Inventory, type Part, placeInProperties } from './inventory.ts';
import { kindOf, tellVulnerability } from './tell.ts';
import type { AffectsTold, AnalysisTold, RatingTold, VulnerabilityTold } from './told.ts';

export const jsonMapping: JsonMapping = {
  form: 'json',
  each: ['vulnerabilities[]'],
  open(shell, sink) {
    const bom = asRecord(shell);
    const metadata = asRecord(bom['metadata']);
    const described = asRecord(metadata['component']);
    tellTool(metadata['tools'], sink);
    const inventory = new Inventory();
    addPart(described, inventory);
    addParts(bom['components'], inventory);
    inventory.direct = directOf(bom['dependencies'], str(described['bom-ref']));
    const kind = kindOf(str(described['type']));
    return ({ value }) => tellVulnerability(vulnerabilityOf(asRecord(value)), inventory, kind, sink);
  },
};

/** A list of tools until 1.4, an object of components since 1.5. */
function tellTool(tools: unknown, sink: Sink): void {
  const list = Array.isArray(tools) ? tools : asList(asRecord(tools)['components']);
  const first = asRecord(list[0]);
  sink.tool(str(first['name']) ?? '', str(first['version']));
}

/** Components may hold components; the depth of the document is limited already. */
function addParts(components: unknown, inventory: Inventory): void {
  for (const item of asList(components)) {
    const component = asRecord(item);
    addPart(component, inventory);
    addParts(component['components'], inventory);
  }
}

function addPart(component: Json, inventory: Inventory): void {
  const name = str(component['name']);
  if (name === undefined) return;
  const part: Part = {
    ref: str(component['bom-ref']),
    group: str(component['group']),
    name,
    version: str(component['version']),
    purl: str(component['purl']),
    path: str(asRecord(asList(asRecord(component['evidence'])['occurrences'])[0])['location']),
  };
  for (const item of asList(component['properties'])) {
    const property = asRecord(item);
    placeInProperties(part, str(property['name']), str(property['value']));
  }
  inventory.add(part);
}

function directOf(dependencies: unknown, root: string | undefined): ReadonlySet<string> | undefined {
  const entry =
    root === undefined ? undefined : asList(dependencies).find((d) => asRecord(d)['ref'] === root);
  const refs = strings(asRecord(entry)['dependsOn']);
  return refs.length > 0 ? new Set(refs) : undefined;
}

function vulnerabilityOf(v: Json): VulnerabilityTold {
  const source = asRecord(v['source']);
  return {
    id: str(v['id']),
    source: { name: str(source['name']), url: str(source['url']) },
    aliases: asList(v['references']).flatMap((r) => strings(asRecord(r)['id'])),
    ratings: asList(v['ratings']).map((r) => ratingOf(asRecord(r))),
    cwes: cweNumbers(v['cwes']),
    description: str(v['description']),
    detail: str(v['detail']),
    recommendation: str(v['recommendation']) ?? str(v['workaround']),
    references: asList(v['advisories']).flatMap((a) => strings(asRecord(a)['url'])),
    analysis: v['analysis'] === undefined ? undefined : analysisOf(asRecord(v['analysis'])),
    affects: asList(v['affects']).map((a) => affectsOf(asRecord(a))),
  };
}

const analysisOf = (analysis: Json): AnalysisTold => ({
  state: str(analysis['state']),
  justification: str(analysis['justification']),
  responses: strings(analysis['response']),
  detail: str(analysis['detail']),
});

const ratingOf = (rating: Json): RatingTold => ({
  source: str(asRecord(rating['source'])['name']),
  score: num(rating['score']),
  severity: str(rating['severity']),
  method: str(rating['method']),
  vector: str(rating['vector']),
});

function affectsOf(affects: Json): AffectsTold {
  const told: AffectsTold = { ref: str(affects['ref']) ?? '', versions: [], fixed: [] };
  for (const item of asList(affects['versions'])) {
    const { version, status } = asRecord(item);
    const single = str(version);
    if (single !== undefined) (status === 'unaffected' ? told.fixed : told.versions).push(single);
  }
  return told;
}
