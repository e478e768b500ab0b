import type { FindingKind } from '../../kernel/observation.ts';
import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { inspectorType, inspectorVersion, withoutDigest } from '../kit/inspector-packages.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const PACKAGE = 'packageVulnerabilityDetails.vulnerablePackages[0]';
const KINDS: Readonly<Record<string, FindingKind>> = {
  AWS_ECR_CONTAINER_IMAGE: 'container',
  AWS_LAMBDA_FUNCTION: 'dependency',
};

/** Amazon Inspector's findings, as its command line lists them. */
export const reader: Reader = {
  card: {
    id: 'aws-inspector2',
    name: 'Amazon Inspector',
    homepage: 'https://aws.amazon.com/inspector/',
    aliases: ['AWS Inspector2 Scan', 'amazon-inspector'],
    kinds: ['container', 'dependency', 'host', 'code', 'cloud'],
    phase: 'production',
    produce: 'aws inspector2 list-findings --output json > inspector.json',
    versions: ['2'],
    goodAt: 'packages of images, instances and functions that run in AWS',
    misses: 'what is not deployed, or runs elsewhere',
    noise: 'old images of a registry that nobody runs',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['findings'],
    all: [/"findingArn"\s*:/, /"awsAccountId"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['findings[]'],
    fields: {
      kind: kindOf,
      rule: ['packageVulnerabilityDetails.vulnerabilityId', 'codeVulnerabilityDetails.ruleId', 'type'],
      title: 'title',
      message: messageOf,
      severity: { of: 'severity', words: { untriaged: 'info' } },
      score: ['inspectorScore', 'packageVulnerabilityDetails.cvss[0].baseScore'],
      vectors: allOf(
        'inspectorScoreDetails.adjustedCvss.scoringVector',
        'packageVulnerabilityDetails.cvss[].scoringVector',
      ),
      cwes: ['codeVulnerabilityDetails.cwes', 'packageVulnerabilityDetails.cwes'],
      vulnerabilities: allOf(
        'packageVulnerabilityDetails.vulnerabilityId',
        'packageVulnerabilityDetails.relatedVulnerabilities',
      ),
      path: ['codeVulnerabilityDetails.filePath.filePath', `${PACKAGE}.filePath`],
      line: 'codeVulnerabilityDetails.filePath.startLine',
      endLine: 'codeVulnerabilityDetails.filePath.endLine',
      package: {
        type: (told) =>
          inspectorType(
            textOf(`${PACKAGE}.packageManager`, told),
            textOf('resources[0].details{}.platform', told),
          ),
        name: `${PACKAGE}.name`,
        version: (told) =>
          inspectorVersion(
            textOf(`${PACKAGE}.version`, told),
            textOf(`${PACKAGE}.release`, told),
            textOf(`${PACKAGE}.epoch`, told),
          ),
        fixed: (told) => inspectorVersion(textOf(`${PACKAGE}.fixedInVersion`, told)),
        layer: `${PACKAGE}.sourceLayerHash`,
      },
      resource: {
        id: (told) => withoutDigest(textOf('resources[0].id', told)),
        type: 'resources[0].type',
        account: 'awsAccountId',
        region: 'resources[0].region',
        labels: 'resources[0].tags',
        port: 'networkReachabilityDetails.openPortRange.begin',
        protocol: 'networkReachabilityDetails.protocol',
      },
      externalId: 'findingArn',
      firstFoundAt: 'firstObservedAt',
      references: allOf(
        'packageVulnerabilityDetails.sourceUrl',
        'packageVulnerabilityDetails.referenceUrls',
        'codeVulnerabilityDetails.referenceUrls',
        'remediation.recommendation.Url',
      ),
      remediation: [`${PACKAGE}.remediation`, 'remediation.recommendation.text'],
      epss: 'epss.score',
      tags: 'codeVulnerabilityDetails.detectorTags',
      fingerprints: { inspector: 'findingArn' },
      told: (told) => {
        const status = textOf('status', told);
        if (status === 'CLOSED') return { state: 'fixed' };
        return status === 'SUPPRESSED' ? { state: 'suppressed' } : undefined;
      },
    },
  }),
};

function kindOf(told: Told): FindingKind {
  const type = textOf('type', told);
  if (type === 'CODE_VULNERABILITY') return 'code';
  if (type === 'NETWORK_REACHABILITY') return 'cloud';
  return own(KINDS, textOf('resources[0].type', told) ?? '') ?? 'host';
}

function messageOf(told: Told): string {
  const packages = textsOf('packageVulnerabilityDetails.vulnerablePackages[].name', told);
  const tags = textsOf('resources[0].details.awsEcrContainerImage.imageTags[]', told);
  const parts = [
    textOf('description', told),
    packages.length > 1 ? `Packages: ${packages.join(', ')}` : '',
    tags.length > 0 ? `Image tags: ${tags.join(', ')}` : '',
  ];
  return parts.filter(Boolean).join('\n\n');
}
