import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const TYPE = ['^resource.format', 'resource.format'];
const NAME = ['^resource.name', 'resource.name'];
const ACKNOWLEDGED = ['acknowledged', 'already_acknowledged', 'is_acknowledged'];
const PATH = ['^resource.path', 'resource.path'];
const VERSION = ['^resource.version', 'resource.version'];

/** The short form names a file or, without a path, a package. */
const fileOrPackage = (wanted: 'file' | 'package') => (told: Told) => {
  const file = textOf('file', told);
  return (file?.includes('/') ? 'file' : 'package') === wanted ? file : undefined;
};
const named = (told: Told) => textOf(NAME, told) ?? fileOrPackage('package')(told);

/** Aqua's results of one image: the scanner’s own form, the short form of its API and the lists of API 2. */
export const reader: Reader = {
  card: {
    id: 'aqua',
    name: 'Aqua',
    homepage: 'https://www.aquasec.com',
    aliases: ['aqua_security'],
    kinds: ['container', 'dependency'],
    phase: 'build',
    produce: 'scannercli scan IMAGE --jsonfile aqua.json',
    versions: ['4', '5', 'API 1', 'API 2'],
    goodAt: 'packages of images, rated with the vendor’s view',
    misses: 'code of one’s own',
    noise: 'weaknesses that the distribution calls unimportant',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['image', 'scan_started', 'resources'] },
    { form: 'json-object', keys: ['image_name', 'cves', 'cves_counts'] },
    {
      form: 'json-object',
      keys: ['count', 'page', 'pagesize', 'result'],
      any: [/"show_negligible"/, /"aqua_severity"/],
    },
  ),
  mapping: jsonMapping({
    each: ['resources[]', 'cves[]', 'result[]'],
    within: ({ from }) => (from === 'resources[]' ? ['vulnerabilities[]'] : []),
    fields: {
      kind: packageKind(TYPE),
      rule: 'name',
      title: inPackage('name', named, VERSION),
      severity: ['aqua_severity', 'severity', 'vendor_severity', 'nvd_severity'],
      score: ['nvd_score_v3', 'aqua_score', 'nvd_score', 'score'],
      vectors: allOf('nvd_vectors_v3', 'vendor_vectors_v3', 'nvd_vectors'),
      vulnerabilities: 'name',
      path: (told) => textOf(PATH, told) ?? fileOrPackage('file')(told),
      package: {
        type: TYPE,
        name: named,
        version: VERSION,
        fixed: 'fix_version',
        layer: ['^resource.layer_digest', 'resource.layer_digest'],
        source: ['^resource.src_name', 'resource.src_name'],
      },
      firstFoundAt: 'first_found_date',
      references: allOf('nvd_url', 'vendor_url', 'url'),
      remediation: 'solution',
      told: (told) =>
        flagOf(ACKNOWLEDGED, told) ? { state: 'accepted', reason: 'acknowledged in Aqua' } : undefined,
      ruleText: { description: 'description', url: ['nvd_url', 'vendor_url', 'url'] },
    },
  }),
};
