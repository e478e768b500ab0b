import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { packageKind } from '../kit/declare/packages.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { asRecord } from '../kit/values.ts';

const label = (name: string): string => `^metadata.labels["trivy-operator.resource.${name}"]`;
const KIND = [label('kind'), '^metadata.ownerReferences[0].kind'];
const NAME = [label('name'), '^metadata.ownerReferences[0].name', '^metadata.name'];
const NAMESPACE = [label('namespace'), '^metadata.namespace'];

/** A deployment’s replica set ends in a hash of its template, which is another one after every deployment. */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/;

function workload(told: Told): string {
  const kind = textOf(KIND, told);
  const name = textOf(NAME, told);
  const stable = kind === 'ReplicaSet' ? name?.replace(TEMPLATE_HASH, '') : name;
  return [textOf(NAMESPACE, told), kind, stable].filter(Boolean).join('/');
}

/** Labels of the workload, which the operator copies where it is told to; its own say nothing of an owner. */
const labels = (told: Told): unknown =>
  Object.fromEntries(
    Object.entries(asRecord(asRecord(asRecord(told.up?.value)['metadata'])['labels'])).filter(
      ([name]) => !name.startsWith('trivy-operator.'),
    ),
  );

const resource = { id: workload, type: KIND, labels };

const TARGET = ['packagePath', 'target'];
const TYPE = ['packageType', '^report.os.family'];

/** Packages of languages are named by a file, or by a word for all of them (`Java`, `Node.js`). */
function file(told: Told): string | undefined {
  if (textOf('class', told) !== 'lang-pkgs') return undefined;
  const target = textOf(TARGET, told);
  return target?.includes('/') || /\.(?!js$)\w+$/.test(target ?? '') ? target : undefined;
}

export const vulnerability: Fields = {
  kind: packageKind(TYPE),
  rule: 'vulnerabilityID',
  title: 'title',
  severity: 'severity',
  score: 'score',
  vectors: allOf('cvss{}.V40Vector', 'cvss{}.V3Vector', 'cvss{}.V2Vector'),
  vulnerabilities: 'vulnerabilityID',
  path: file,
  package: {
    type: TYPE,
    name: 'resource',
    version: 'installedVersion',
    fixed: 'fixedVersion',
    purl: 'packagePURL',
  },
  resource,
  references: allOf('primaryLink', 'links[]'),
  ruleText: { name: 'title', description: 'description', url: 'primaryLink' },
};

export const check: Fields = {
  kind: 'config',
  rule: ['checkID', 'title'],
  title: 'title',
  message: (told) => {
    const messages = textsOf('messages[]', told);
    return messages.length > 0 ? messages.join('\n') : textOf('description', told);
  },
  severity: 'severity',
  resource,
  remediation: 'remediation',
  tags: 'category',
  ruleText: { name: 'title', description: 'description', help: 'remediation' },
  skip: (told) => (textOf('success', told) === 'true' ? 'Checks that passed were left out.' : undefined),
};

export const secret: Fields = {
  kind: 'secret',
  rule: 'ruleID',
  title: 'title',
  severity: 'severity',
  cwes: '=798',
  path: 'target',
  snippet: 'match',
  resource,
  // The operator masks what it found.
  secret: {},
  tags: 'category',
};
