import { scoreOfVectors } from '../kit/cvss-score.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { asList, asRecord, num, str, strings } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** OSV-Scanner's JSON: sources, the packages in them, and the entries of OSV that hit each. */
export const reader: Reader = {
  card: {
    id: 'osv-scanner',
    name: 'OSV-Scanner',
    homepage: 'https://google.github.io/osv-scanner/',
    aliases: ['osv'],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce: 'osv-scanner scan --recursive --format json . > osv.json',
    versions: ['1', '2'],
    goodAt: 'lock files of most ecosystems, with exact ranges',
    misses: 'a rating, where the entry of OSV has none',
    noise: 'the same weakness under the names of several databases',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['results'],
    any: [/"experimental_config"\s*:/, /"source"\s*:\s*\{[^{}]*\}\s*,\s*"packages"\s*:\s*\[/],
  }),
  mapping: jsonMapping({
    each: ['results[]'],
    within: ['packages[]', 'vulnerabilities[]'],
    fields: {
      kind: packageKind('^package.ecosystem', 'dependency'),
      rule: 'id',
      title: inPackage(['summary', 'id'], '^package.name'),
      severity: { of: severity, words: { MALICIOUS: 'critical' }, unrated: 'medium' },
      score: (told) => scoreOfVectors(textsOf('severity[].score', told)) ?? num(group(told)['max_severity']),
      vectors: 'severity[].score',
      cwes: ['database_specific.cwe_ids[]', 'affected[].database_specific.cwes[].cweId'],
      vulnerabilities: (told) => [...textsOf('id', told), ...textsOf('aliases[]', told)],
      path: '^^source.path',
      package: {
        type: '^package.ecosystem',
        name: '^package.name',
        version: ['^package.version', '^package.commit'],
        fixed: fixedVersions,
      },
      references: 'references[].url',
      ruleText: { name: ['summary', 'id'], description: 'details' },
    },
  }),
};

/** The word of the database; without one, that of the same weakness under another name in the same package. */
function severity(told: Told): string | undefined {
  if (textOf('id', told)?.startsWith('MAL-')) return 'MALICIOUS';
  const own = textOf('database_specific.severity', told);
  if (own !== undefined || textOf('severity[].score', told) !== undefined) return own;
  const names = new Set([...textsOf('aliases[]', told), ...strings(group(told)['ids'])]);
  const twin = asList(asRecord(told.up?.value)['vulnerabilities']).find((one) => {
    const { id, database_specific: specific } = asRecord(one);
    return typeof id === 'string' && names.has(id) && str(asRecord(specific)['severity']) !== undefined;
  });
  return str(asRecord(asRecord(twin)['database_specific'])['severity']);
}

/** Entries for one weakness stand together in a group, which newer versions rate. */
function group(told: Told) {
  const id = textOf('id', told) ?? '';
  const groups = asList(asRecord(told.up?.value)['groups']).map(asRecord);
  return groups.find(({ ids }) => strings(ids).includes(id)) ?? {};
}

function fixedVersions(told: Told): string[] {
  const name = textOf('^package.name', told);
  return asList(asRecord(told.value)['affected']).flatMap((one) => {
    const { package: hit, ranges } = asRecord(one);
    if (asRecord(hit)['name'] !== name) return [];
    return asList(ranges)
      .map(asRecord)
      .filter(({ type }) => type !== 'GIT')
      .flatMap(({ events }) => asList(events).flatMap((event) => str(asRecord(event)['fixed']) ?? []));
  });
}
