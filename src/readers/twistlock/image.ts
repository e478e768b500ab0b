import type { Fields } from '../kit/declare/fields.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textOf } from '../kit/declare/values.ts';
import { asList, asRecord, type Json, str } from '../kit/values.ts';

/** `registry.example:5000/shop:7@sha256:…` -> `registry.example:5000/shop`, the same from build to build. */
const repositoryOf = (image: string | undefined): string | undefined =>
  image?.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Types of the packages of an image by name, made once for each image. */
const types = new WeakMap<Json, Map<string, string>>();

function typesOf(image: Json): Map<string, string> {
  const known = types.get(image);
  if (known) return known;
  const made = new Map<string, string>();
  for (const one of asList(image['packages']).map(asRecord)) {
    const [name, type] = [str(one['name']), str(one['type'])];
    if (name !== undefined && type !== undefined) made.set(name, type);
  }
  types.set(image, made);
  return made;
}

/** `os` says nothing of the ecosystem, the distribution does (`Debian GNU/Linux 12`, `alpine-3.20`). */
export const ecosystem = (type: string | undefined, distro: string | undefined): string | undefined =>
  type?.toLowerCase() === 'os' ? distro?.split(/[\s-]/, 1)[0] : type;

function typeOf(told: Told): string | undefined {
  const image = asRecord(told.up?.value);
  const type = textOf('packageType', told) ?? typesOf(image).get(textOf('packageName', told) ?? '');
  return ecosystem(type, str(image['distro']));
}

/** `fixed in 1.2, 1.3` -> the versions. */
export const fixedIn = (status: string | undefined): string | undefined =>
  /^fixed in (.+)$/i.exec(status ?? '')?.[1];

export const RATINGS = { unimportant: 'info', important: 'high' } as const;

const resource = { id: (told: Told) => repositoryOf(textOf('^name', told)), type: '=image' };

export const vulnerability: Fields = {
  kind: packageKind(typeOf),
  rule: 'id',
  title: inPackage('id', 'packageName', 'packageVersion'),
  severity: { of: 'severity', words: RATINGS },
  score: 'cvss',
  vectors: 'vector',
  vulnerabilities: 'id',
  path: 'packagePath',
  package: {
    type: typeOf,
    name: 'packageName',
    version: 'packageVersion',
    fixed: (told) => fixedIn(textOf('status', told)),
  },
  resource,
  firstFoundAt: 'discoveredDate',
  references: 'link',
  exploited: (told) =>
    all('riskFactors', told).some((factors) => 'Exploit exists - in the wild' in asRecord(factors)) ||
    undefined,
  ruleText: { description: 'description', url: 'link' },
};

export const compliance: Fields = {
  kind: 'config',
  rule: ['id', 'title'],
  title: 'title',
  message: ['cause', 'description'],
  severity: { of: 'severity', words: RATINGS },
  resource,
  tags: 'category',
  ruleText: { name: 'title', description: 'description' },
};
