import type { FindingKind, ToldState } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { inspectorType, inspectorVersion, withoutDigest } from '../kit/inspector-packages.ts';
import { own } from '../kit/values.ts';

const PACKAGE = 'Vulnerabilities[0].VulnerablePackages[0]';
const PLATFORMS = [
  'ProductFields["aws/inspector/resources/1/resourceDetails/awsEc2InstanceDetails/platform"]',
  'ProductFields["aws/inspector/resources/1/resourceDetails/awsEcrContainerImageDetails/platform"]',
];
const KINDS: Readonly<Record<string, FindingKind>> = {
  AwsEcrContainerImage: 'container',
  AwsLambdaFunction: 'dependency',
};

/** A finding of the AWS Security Finding Format. */
export const fields: Fields = {
  kind: (told) =>
    textOf('Vulnerabilities[0].Id', told) === undefined
      ? 'cloud'
      : (own(KINDS, textOf('Resources[0].Type', told) ?? '') ?? 'host'),
  rule: ruleOf,
  title: 'Title',
  message: messageOf,
  severity: severityOf,
  score: ['ProductFields["aws/inspector/inspectorScore"]', 'Vulnerabilities[0].Cvss[0].BaseScore'],
  vectors: 'Vulnerabilities[0].Cvss[].BaseVector',
  vulnerabilities: allOf('Vulnerabilities[].Id', 'Vulnerabilities[].RelatedVulnerabilities[]'),
  path: `${PACKAGE}.FilePath`,
  package: {
    type: (told) => inspectorType(textOf(`${PACKAGE}.PackageManager`, told), textOf(PLATFORMS, told)),
    name: `${PACKAGE}.Name`,
    version: (told) =>
      inspectorVersion(
        textOf(`${PACKAGE}.Version`, told),
        textOf(`${PACKAGE}.Release`, told),
        textOf(`${PACKAGE}.Epoch`, told),
      ),
    fixed: (told) => inspectorVersion(textOf(`${PACKAGE}.FixedInVersion`, told)),
    layer: `${PACKAGE}.SourceLayerHash`,
  },
  resource: {
    id: (told) => withoutDigest(textOf('Resources[0].Id', told)),
    type: 'Resources[0].Type',
    account: 'AwsAccountId',
    region: ['Resources[0].Region', 'Region'],
    labels: 'Resources[0].Tags',
  },
  externalId: 'Id',
  firstFoundAt: ['FirstObservedAt', 'CreatedAt'],
  references: allOf(
    'Remediation.Recommendation.Url',
    'SourceUrl',
    'Vulnerabilities[].Vendor.Url',
    'Vulnerabilities[].ReferenceUrls',
  ),
  remediation: [`${PACKAGE}.Remediation`, 'Remediation.Recommendation.Text'],
  epss: ['EpssScore', 'Vulnerabilities[0].EpssScore'],
  tags: 'ProductName',
  fingerprints: { securityHub: 'Id' },
  told: stateOf,
};

const NAMED = ['Vulnerabilities[0].Id', 'Compliance.SecurityControlId', 'ProductFields.ControlId'];

/** What was checked; generators that only name a service or a detector say less than the type. */
function ruleOf(told: Told): string | undefined {
  const named = textOf(NAMED, told);
  if (named !== undefined) return named;
  const generator = textOf('GeneratorId', told);
  const general = generator === undefined || /^(?:arn:|aws\/)/.test(generator);
  return (general ? textOf('Types[0]', told) : generator) ?? generator;
}

const NUMBERS = ['Severity.Normalized', 'Severity.Product'];
const LABELS = ['Severity.Label', 'FindingProviderFields.Severity.Label', 'Severity.Original'];

function severityOf(told: Told): string | undefined {
  const label = textOf(LABELS, told);
  if (label !== undefined) return label;
  const number = Number(textOf(NUMBERS, told));
  return Number.isNaN(number) ? undefined : severityOfNumber(number);
}

/** From the format's own table of numbers. */
function severityOfNumber(number: number): Severity {
  if (number >= 90) return 'critical';
  if (number >= 70) return 'high';
  if (number >= 40) return 'medium';
  return number >= 1 ? 'low' : 'info';
}

function messageOf(told: Told): string {
  const image = /repository\/(.+)$/.exec(textOf('Resources[0].Id', told) ?? '')?.[1];
  const others = textsOf('Resources[].Id', told).slice(1);
  const packages = textsOf('Vulnerabilities[].VulnerablePackages[].Name', told);
  const parts = [
    textOf('Description', told),
    image === undefined ? '' : `Repository: ${image}`,
    packages.length > 1 ? `Packages: ${packages.join(', ')}` : '',
    others.length > 0 ? `Also: ${others.join(', ')}` : '',
  ];
  return parts.filter(Boolean).join('\n\n');
}

/** Security Hub keeps a finding when its check passes later, under the same id: then it is fixed. */
function stateOf(told: Told): ToldState | undefined {
  const workflow = textOf('Workflow.Status', told);
  if (workflow === 'SUPPRESSED') return { state: 'suppressed', reason: textOf('Note.Text', told) };
  if (workflow === 'RESOLVED') return { state: 'fixed' };
  if (textOf('Compliance.Status', told) === 'PASSED') return { state: 'fixed', reason: 'The check passes.' };
  return textOf('RecordState', told) === 'ARCHIVED' ? { state: 'fixed', reason: 'Archived.' } : undefined;
}
