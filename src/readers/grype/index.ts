import type { Observation, Rule } from '../../kernel/observation.ts';
import { cvssVectors, scoreOf } from '../kit/cvss.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { link, linksAmong } from '../kit/links.ts';
import { component } from '../kit/purl.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, num, str, strings } from '../kit/values.ts';
import { vulnerabilityIds } from '../kit/vulnerability-id.ts';
import type { JsonElement, Reader, Sink } from '../reader.ts';

/** Grype's JSON, https://github.com/anchore/grype (`grype -o json`). */
export const reader: Reader = {
  card: {
    id: 'grype',
    name: 'Grype',
    homepage: 'https://github.com/anchore/grype',
    aliases: ['anchore_grype'],
    kinds: ['container', 'dependency'],
    phase: 'build',
    produce: 'grype IMAGE -o json > grype.json',
    versions: ['0.7', '0.28', '0.94'],
    goodAt: 'packages of images, folders and SBOMs',
    misses: 'code of one’s own, configuration',
    noise: 'weaknesses without a fix; packages matched by name alone',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['matches'], all: [/"matchDetails?"\s*:/, /"artifact"\s*:/] },
    { form: 'json-object', keys: ['matches', 'descriptor'], all: [/"name"\s*:\s*"grype"/] },
  ),
  mapping: { form: 'json', each: ['matches[]', 'ignoredMatches[]'], open },
};

const SYSTEM_PACKAGES = new Set([
  'deb',
  'rpm',
  'apk',
  'alpm',
  'portage',
  'linux-kernel',
  'linux-kernel-module',
]);

function open(shell: unknown, sink: Sink): (element: JsonElement) => void {
  const descriptor = asRecord(asRecord(shell)['descriptor']);
  sink.tool('Grype', str(descriptor['version']));
  const image = asRecord(asRecord(asRecord(shell)['source'])['target']);
  sink.layers(asList(image['layers']).flatMap((layer) => str(asRecord(layer)['digest']) ?? []));
  sink.labels(asRecord(image['labels']));
  const ruled = new Set<string>();
  const taken = new Set<string>();
  let twice = false;
  return ({ value, path }) => {
    const match = asRecord(value);
    const vulnerability = asRecord(match['vulnerability']);
    const id = str(vulnerability['id']);
    if (id === undefined)
      return sink.note('warning', 'LK-READ-SKIPPED', 'A match without a vulnerability was left out.');
    const related = asList(match['relatedVulnerabilities']).map(asRecord);
    const ids = vulnerabilityIds(id, ...related.map((r) => str(r['id'])));
    const observation = observe(match, vulnerability, related, ids, path === 'ignoredMatches[]');
    const key = keyOf(observation);
    if (taken.has(key)) {
      if (!twice) sink.note('note', 'LK-READ-NOT-A-PROBLEM', TWICE);
      twice = true;
      return;
    }
    taken.add(key);
    if (!ruled.has(id)) sink.rule(ruleOf(observation, vulnerability, related));
    ruled.add(id);
    sink.observation(observation);
  };
}

const TWICE = 'Matches that the report tells twice were taken once.';

const keyOf = ({ rule, severityTold, place, component, told }: Observation): string => {
  const { type, namespace, name, version, layer } = component ?? {};
  return [rule, severityTold, type, namespace, name, version, layer, place.path, told?.state].join(' ');
};

function ruleOf({ rule, references }: Observation, vulnerability: Json, related: Json[]): Rule {
  const description =
    str(vulnerability['description']) ?? related.map((r) => str(r['description'])).find(Boolean);
  return { id: rule, description, url: link(vulnerability['dataSource']), references };
}

function referencesOf(vulnerability: Json, related: Json[]): string[] {
  const told: unknown[] = [];
  for (const one of [vulnerability, ...related]) told.push(one['dataSource'], one['urls']);
  return linksAmong(told);
}

function observe(
  match: Json,
  vulnerability: Json,
  related: Json[],
  ids: string[],
  ignored: boolean,
): Observation {
  const artifact = asRecord(match['artifact']);
  const location = asRecord(asList(artifact['locations'])[0]);
  const fix = asRecord(vulnerability['fix']);
  const name = str(artifact['name']) ?? 'unknown';
  const version = str(artifact['version']);
  const type = str(artifact['type']) ?? '';
  const severity = str(vulnerability['severity']);
  const ratings = [vulnerability, ...related].flatMap((v) => asList(v['cvss']).map(ratingOf));
  const epss = asRecord(asList(vulnerability['epss'])[0]);
  const o: Observation = {
    kind: SYSTEM_PACKAGES.has(type) ? 'container' : 'dependency',
    rule: ids[0] ?? '',
    title: `${ids[0]} in ${name}${version === undefined ? '' : ` ${version}`}`,
    severity: severityOfWord(severity) ?? 'info',
    severityTold: severity,
    score: scoreOf(ratings),
    vectors: cvssVectors(ratings.map((r) => r.vector)),
    cwes: cweNumbers(asList(vulnerability['cwes']).map((c) => asRecord(c)['cwe'] ?? c)),
    vulnerabilities: ids,
    place: { path: str(location['path']) },
    component: component({
      name,
      version,
      ecosystem: type,
      purl: str(artifact['purl']),
      fixedVersions: strings(fix['versions']),
      layer: str(location['layerID']),
      source: SYSTEM_PACKAGES.has(type) ? str(asRecord(asList(artifact['upstreams'])[0])['name']) : undefined,
    }),
    references: referencesOf(vulnerability, related),
    epss: num(epss['epss']),
    exploited: asList(vulnerability['knownExploited']).length > 0 || undefined,
  };
  if (fix['state'] === 'wont-fix') o.remediation = 'The vendor says that this will not be fixed.';
  if (ignored) o.told = { state: 'suppressed', reason: ignoreReason(match) };
  return o;
}

const ratingOf = (rating: unknown) => ({
  vector: str(asRecord(rating)['vector']),
  score: num(asRecord(asRecord(rating)['metrics'])['baseScore']),
});

function ignoreReason(match: Json): string {
  const rule = asRecord(asList(match['appliedIgnoreRules'])[0]);
  return str(rule['reason']) ?? str(rule['vex-justification']) ?? 'ignored by a rule of Grype';
}
