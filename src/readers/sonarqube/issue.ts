import type { ToldState } from '../../kernel/observation.ts';
import { cwesIn } from '../kit/cwe.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import { componentPath, ruleFacts } from './shell.ts';

/** SonarQube's scale begins with blocker; hotspots and newer versions say high, medium and low. */
const SEVERITIES = {
  BLOCKER: 'critical',
  CRITICAL: 'high',
  MAJOR: 'medium',
  MINOR: 'low',
  INFO: 'info',
} as const;

const SHARED = {
  title: (told: Told) => textOf('description', told) ?? ruleFacts(told).name ?? textOf('message', told),
  message: ['message', 'description'],
  cwes: (told: Told) => [
    ...cwesIn(textOf('message', told) ?? ''),
    ...ruleFacts(told).cwes,
    ...textsOf('tags[]', told).filter((tag) => tag.startsWith('cwe-')),
  ],
  path: componentPath,
  line: ['line', 'textRange.startLine'],
  endLine: 'textRange.endLine',
  externalId: 'key',
  firstFoundAt: 'creationDate',
  told: toldState,
} satisfies Partial<Fields>;

const ISSUE: Fields = {
  ...SHARED,
  kind: 'code',
  rule: 'rule',
  severity: { of: 'severity', words: SEVERITIES },
  fingerprints: { sonar: 'hash' },
  tags: ['type', 'tags[]'],
  ruleText: {
    name: (told) => ruleFacts(told).name ?? textOf('description', told) ?? textOf('rule', told),
    description: (told) => ruleFacts(told).once(),
  },
};

export const HOTSPOT: Fields = {
  ...SHARED,
  kind: 'code',
  rule: ['ruleKey', 'rule.key'],
  title: 'message',
  severity: 'vulnerabilityProbability',
  tags: 'securityCategory',
  ruleText: { name: ['ruleKey', 'rule.key'] },
};

/** What the plug-in of OWASP Dependency-Check tells through SonarQube. */
const PACKAGE: Fields = {
  ...ISSUE,
  kind: 'dependency',
  rule: (told) => vulnerabilitiesIn(textOf('message', told) ?? '')[0] ?? textOf('rule', told),
  title: 'message',
  score: (told) => /CVSS Score: (\d+(?:\.\d+)?)/.exec(textOf('message', told) ?? '')?.[1],
  vulnerabilities: (told) => vulnerabilitiesIn(textOf('message', told) ?? ''),
  package: {
    type: (told) => (/\.(?:jar|war)$/.test(fileOf(told)) ? 'maven' : undefined),
    name: (told) => nameAndVersion(told)[0],
    version: (told) => nameAndVersion(told)[1],
  },
  ruleText: {},
};

export const fieldsOf = (told: Told): Fields =>
  textOf('rule', told) === 'OWASP:UsingComponentWithKnownVulnerability' ? PACKAGE : ISSUE;

function fileOf(told: Told): string {
  return /^Filename: (\S+)/.exec(textOf('message', told) ?? '')?.[1] ?? '';
}

/** `core-1.2.jar`, `core:1.2`: the name and the version. */
function nameAndVersion(told: Told): [string | undefined, string | undefined] {
  const file = fileOf(told).replace(/\.(?:jar|war|dll)$/, '');
  const [, name, version] = /^(.+?)[-:](\d[\w.-]*)$/.exec(file) ?? [];
  return [name ?? (file || undefined), version];
}

const RESOLUTIONS: Record<string, ToldState['state']> = {
  'FALSE-POSITIVE': 'false-positive',
  WONTFIX: 'accepted',
  FIXED: 'fixed',
  REMOVED: 'fixed',
  SAFE: 'false-positive',
  ACKNOWLEDGED: 'accepted',
  FALSE_POSITIVE: 'false-positive',
  ACCEPTED: 'accepted',
};

const STATUS = ['issueStatus', 'status'];

function toldState(told: Told): ToldState | undefined {
  for (const word of [textOf('resolution', told), textOf(STATUS, told)]) {
    const state = own(RESOLUTIONS, word?.toUpperCase() ?? '');
    if (state !== undefined) return { state, reason: `${word} in SonarQube` };
  }
  return textOf('status', told) === 'CLOSED' ? { state: 'fixed' } : undefined;
}
