import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asList, asRecord } from '../kit/values.ts';

/** `NOT_EXPLOITABLE` of the API, `Not Exploitable` of reports; "proposed" leaves a result open. */
export function toldState(told: Told): ToldState | undefined {
  if (textOf('status', told)?.toUpperCase() === 'FIXED') return { state: 'fixed' };
  const state = textOf('state', told)?.toUpperCase().replaceAll(' ', '_');
  return state === 'NOT_EXPLOITABLE' ? { state: 'false-positive' } : undefined;
}

/** `Reflected_XSS` -> `Reflected XSS` */
export const words = (name: string | undefined): string | undefined => name?.replaceAll('_', ' ');

const title = (told: Told): string | undefined => words(textOf('data.queryName', told));

/** The last step on the way of the data, where it does harm. */
const sink = ({ value }: Told) => asRecord(asList(asRecord(asRecord(value)['data'])['nodes']).at(-1));

const SHARED = {
  title,
  message: 'description',
  severity: 'severity',
  cwes: 'vulnerabilityDetails.cweId',
  externalId: 'id',
  firstFoundAt: 'firstFoundAt',
  fingerprints: { checkmarx: 'similarityId' },
  told: toldState,
} satisfies Partial<Fields>;

export const CODE: Fields = {
  ...SHARED,
  kind: 'code',
  rule: 'data.queryName',
  path: (told) => sink(told)['fileName'],
  line: (told) => sink(told)['line'],
  column: (told) => sink(told)['column'],
  symbol: (told) => sink(told)['method'],
  tags: 'data.languageName',
  ruleText: { name: title, tags: 'data.group' },
};

export const CONFIG: Fields = {
  ...SHARED,
  kind: 'config',
  rule: 'data.queryName',
  message: (told) => [textOf('description', told), textOf('data.value', told)].filter(Boolean).join('\n\n'),
  path: ['data.filename', 'data.fileName'],
  line: 'data.line',
  remediation: 'data.expectedValue',
  tags: 'data.platform',
  ruleText: { name: title, description: 'description', tags: 'data.group' },
};

const image = ['data.imageFilePath', 'data.imageName'];

export const PACKAGE: Fields = {
  ...SHARED,
  kind: ({ value }) => (asRecord(value)['type'] === 'containers' ? 'container' : 'dependency'),
  rule: ['vulnerabilityDetails.cveName', 'id'],
  title: ['vulnerabilityDetails.cveName', 'id'],
  score: 'vulnerabilityDetails.cvssScore',
  vulnerabilities: ['vulnerabilityDetails.cveName', 'id'],
  path: ['data.scaPackageData.locations[0]', ...image],
  package: {
    type: (told) => identity(told).type,
    name: (told) => textOf('data.packageName', told) ?? identity(told).name,
    version: (told) => textOf('data.packageVersion', told) ?? identity(told).version,
    fixed: 'data.recommendedVersion',
    direct: 'data.scaPackageData.isDirectDependency',
  },
  references: 'data.packageData[].url',
  ruleText: { description: 'description' },
};

/** `Npm-lodash-4.17.15`, `Maven-org.acme:core-1.2`: the manager, the name, the version. */
function identity(told: Told): {
  type?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
} {
  const id = textOf('data.packageIdentifier', told) ?? '';
  const [, type, name, version] = /^([A-Za-z]+)-(.+)-([^-]*\d[^-]*)$/.exec(id) ?? [];
  return { type: MANAGERS[type?.toLowerCase() ?? ''] ?? type, name, version };
}

/** What the package managers of Checkmarx are called elsewhere. */
const MANAGERS: Record<string, string> = { python: 'pypi', php: 'composer', ruby: 'gem', ios: 'cocoapods' };
