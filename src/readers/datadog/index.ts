import type { FindingKind, ToldState } from '../../kernel/observation.ts';
import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The facts of a finding stand below its attributes, in an object of the same name. */
const at = (path: string): string => `attributes.attributes.${path}`;
const CVE = at('advisory.cve');
const TYPE = at('resource_type');

/** Findings of Datadog’s security products, https://docs.datadoghq.com/api/latest/security-monitoring/ */
export const reader: Reader = {
  card: {
    id: 'datadog',
    name: 'Datadog Security',
    homepage: 'https://www.datadoghq.com/product/cloud-security/',
    aliases: ['datadog_findings'],
    kinds: ['cloud', 'host', 'container', 'dependency', 'config'],
    phase: 'production',
    produce: 'curl https://api.datadoghq.com/api/v2/security/findings > datadog.json',
    versions: ['API 2'],
    goodAt: 'clouds, hosts and libraries as they run',
    misses: 'what is not deployed',
    noise: 'one weakness told for every machine that has it',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['data'],
      all: [/"finding_type"\s*:\s*"/, /"attributes"\s*:\s*\{\s*"(?:attributes|tags|timestamp)"/],
    },
    {
      form: 'json-object',
      keys: ['data', 'meta'],
      all: [/"data"\s*:\s*\[\s*\]/, /"page"\s*:\s*\{\s*"after"/, /"status"\s*:\s*"done"/],
    },
  ),
  mapping: jsonMapping({
    each: ['data[]'],
    fields: {
      kind: kindOf,
      rule: [CVE, at('rule.id'), at('rule.name'), at('title')],
      title: at('title'),
      message: at('description'),
      severity: at('severity'),
      score: at('severity_details.base.score'),
      vectors: allOf(at('severity_details.base.vector'), at('severity_details.adjusted.vector')),
      vulnerabilities: allOf(CVE, at('advisory.aliases[]')),
      path: at('code_location.filename'),
      line: at('code_location.line_start'),
      package: {
        type: at('package.manager'),
        name: at('package.name'),
        version: at('package.version'),
        fixed: at('package.fixed_version'),
      },
      resource: {
        id: [at('resource_id'), at('resource_name')],
        type: TYPE,
        account: at('cloud_resource.account.account_id'),
        region: at('cloud_resource.region'),
        labels: 'attributes.tags[]',
      },
      externalId: 'id',
      fingerprints: { datadog: 'id' },
      firstFoundAt: (told) => Number(textOf(at('first_seen_at'), told)) || undefined,
      remediation: at('remediation.description'),
      tags: 'attributes.tags[]',
      told: stateOf,
      ruleText: { name: at('rule.name'), description: at('advisory.summary') },
      skip: (told) =>
        textOf(at('compliance.evaluation'), told) === 'pass'
          ? 'Checks that passed were left out.'
          : undefined,
    },
  }),
};

/** A package on a machine belongs to the machine; in an image to the container; else to the application. */
function kindOf(told: Told): FindingKind {
  if (textOf(at('package.name'), told) !== undefined) {
    const type = textOf(TYPE, told) ?? '';
    if (/container|image/i.test(type)) return 'container';
    return /instance|host|machine|vm/i.test(type) ? 'host' : 'dependency';
  }
  return textOf(at('code_location.filename'), told) === undefined ? 'cloud' : 'code';
}

function stateOf(told: Told): ToldState | undefined {
  const status = textOf(at('status'), told);
  if (status === 'resolved' || status === 'auto_closed')
    return { state: 'fixed', reason: status.replace('_', ' ') };
  if (status !== 'muted' && !flagOf(at('workflow.mute.is_muted'), told)) return undefined;
  return { state: 'suppressed', reason: textOf(at('workflow.mute.reason'), told) ?? 'muted in Datadog' };
}
