import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { check, secret, vulnerability } from './results.ts';

const GROUP = /"aquasecurity\.github\.io\//;
const KIND =
  /"kind"\s*:\s*"(?:Cluster)?(?:Vulnerability|ConfigAudit|ExposedSecret|RbacAssessment|InfraAssessment)Report"/;

const LISTS = ['report.vulnerabilities[]', 'report.checks[]', 'report.secrets[]'];

/** The reports that Trivy’s operator keeps in a cluster: one, a list, what `kubectl get` prints. */
export const reader: Reader = {
  card: {
    id: 'trivy-operator',
    name: 'Trivy Operator',
    homepage: 'https://aquasecurity.github.io/trivy-operator',
    aliases: ['trivy_operator_scan'],
    kinds: ['container', 'dependency', 'config', 'secret'],
    phase: 'production',
    produce:
      'kubectl get vulnerabilityreports,configauditreports,exposedsecretreports -A -o json > operator.json',
    versions: ['v1alpha1'],
    goodAt: 'what really runs in a cluster, looked at again and again',
    misses: 'what waits to be deployed',
    noise: 'low settings of workloads that others maintain',
  },
  recognise: bySigns({
    form: ['json-object', 'json-array'],
    keys: ['kind'],
    all: [GROUP, KIND],
  }),
  mapping: jsonMapping({
    each: ['[]', 'items[]', ...LISTS],
    lines: true,
    within: ({ from }) => (from?.startsWith('report.') ? [] : [LISTS.join('|')]),
    fields: (told) => {
      if (textOf('vulnerabilityID', told) !== undefined) return vulnerability;
      return textOf('ruleID', told) === undefined ? check : secret;
    },
  }),
};
