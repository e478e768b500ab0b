import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { inPackage } from '../kit/declare/packages.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';

const TYPE = ['component.libraryType', 'library.type'];
const NAME = ['component.artifactId', 'component.name', 'library.artifactId'];

/** A finding of API 3. */
export const finding: Fields = {
  kind: 'dependency',
  rule: ['vulnerability.name', 'name'],
  title: inPackage(['vulnerability.name', 'name'], 'component.name'),
  severity: { of: 'vulnerability.severity', unrated: 'medium' },
  score: 'vulnerability.score',
  vectors: 'scoreMetadataVector',
  vulnerabilities: 'vulnerability.name',
  path: 'component.path',
  package: {
    type: ecosystem,
    namespace: (told) =>
      textOf('component.artifactId', told) ? textOf('component.groupId', told) : undefined,
    name: ['component.artifactId', 'component.name'],
    version: 'component.version',
    fixed: fixedVersions,
    direct: (told) => isDirect(textOf('component.dependencyType', told)),
  },
  externalId: 'uuid',
  firstFoundAt: 'findingInfo.detectedAt',
  references: 'topFix.url',
  remediation: advice,
  exploited: 'exploitable',
  skip: (told) =>
    textOf('findingInfo.status', told) === 'LIBRARY_REMOVED'
      ? 'Libraries that are no longer in the project are not findings.'
      : undefined,
  told: (told) => {
    const status = textOf('findingInfo.status', told);
    if (status === undefined || /^(?:ACTIVE|REOPENED|NEW)$/.test(status)) return undefined;
    const reason = textOf('findingInfo.comment.comment', told);
    return { state: 'suppressed', reason: reason ?? status.toLowerCase() };
  },
  ruleText: { name: 'vulnerability.name', description: 'vulnerability.description' },
};

/** A row of the older report. */
export const vulnerability: Fields = {
  kind: 'dependency',
  rule: 'name',
  title: inPackage('name', ['library.artifactId', 'library.name', 'library.filename']),
  severity: { of: ['cvss3_severity', 'severity'], unrated: 'medium' },
  score: ['cvss3_score', 'score'],
  vectors: 'scoreMetadataVector',
  vulnerabilities: 'name',
  path: 'library.localPath',
  package: {
    type: ecosystem,
    namespace: 'library.groupId',
    name: ['library.artifactId', 'library.name'],
    version: 'library.version',
    fixed: fixedVersions,
  },
  references: allOf('url', 'topFix.url'),
  remediation: advice,
  ruleText: { name: 'name', description: 'description', url: 'url' },
};

const isDirect = (word: string | undefined): boolean | undefined =>
  word === undefined ? undefined : /^direct$/i.test(word);

/** `MAVEN_ARTIFACT` and the like; `Library` says nothing. */
function ecosystem(told: Told): string | undefined {
  return textOf(TYPE, told);
}

/** `group:name:1.7`, `Upgrade To Version 1.7`, `a - 1.7;b - 2.0`: the versions for this very library. */
function fixedVersions(told: Told): string[] {
  if (textOf('topFix.type', told) !== 'UPGRADE_VERSION') return [];
  const name = textOf(NAME, told) ?? '';
  return (textOf('topFix.fixResolution', told) ?? '').split(/[;,]/).flatMap((part) => {
    const [, version] = /(?:^upgrade to version|:|\s-|^)\s*v?(\d[\w.+-]*)\s*$/i.exec(part.trim()) ?? [];
    return version !== undefined && (/^(?:upgrade|v?\d)/i.test(part.trim()) || part.includes(name))
      ? version
      : [];
  });
}

function advice(told: Told): string | undefined {
  const [message, resolution] = [textOf('topFix.message', told), textOf('topFix.fixResolution', told)];
  if (resolution === undefined) return message;
  return message === undefined || resolution.toLowerCase().startsWith(message.toLowerCase())
    ? resolution
    : `${message}: ${resolution}`;
}
