import { facts } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { ecosystem, fixedIn, RATINGS } from './image.ts';

const typeOf = (told: Told) => ecosystem(textOf('Type', told), textOf('Distro', told));

/** A row may name all packages that were built from one source; the first stands for them. */
const nameOf = (told: Told) => textOf('Packages', told)?.split(',', 1)[0];

const resource = {
  id: (told: Told) =>
    [textOf('Registry', told), textOf('Repository', told)].filter(Boolean).join('/') || undefined,
  type: '=image',
};

/** Where it was found and runs, which the console knows and the command line does not. */
const message = facts({
  Registry: 'Registry',
  Repository: 'Repository',
  Tag: 'Tag',
  'Image ID': 'Id',
  Distribution: 'Distro',
  Packages: 'Packages',
  Cause: 'Cause',
  Hosts: 'Hosts',
  Containers: 'Containers',
  Clusters: 'Clusters',
  Binaries: 'Binaries',
  Published: 'Published',
  Discovered: 'Discovered',
});

export const vulnerabilityRow: Fields = {
  kind: packageKind(typeOf),
  rule: 'CVE ID',
  title: inPackage('CVE ID', nameOf, 'Package Version'),
  message,
  severity: { of: 'Severity', words: RATINGS },
  score: 'CVSS',
  vulnerabilities: 'CVE ID',
  package: {
    type: typeOf,
    name: nameOf,
    version: 'Package Version',
    fixed: (told) => fixedIn(textOf('Fix Status', told)),
    source: 'Source Package',
  },
  resource,
  firstFoundAt: 'Discovered',
  exploited: (told) => textOf('Risk Factors', told)?.includes('Exploit exists - in the wild') || undefined,
  ruleText: { description: 'Description' },
};

export const complianceRow: Fields = {
  kind: 'config',
  rule: 'Compliance ID',
  title: 'Description',
  message,
  severity: { of: 'Severity', words: RATINGS },
  resource,
  firstFoundAt: 'Discovered',
};
