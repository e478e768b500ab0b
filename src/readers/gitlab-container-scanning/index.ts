import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { gitlabState } from '../kit/gitlab-state.ts';
import type { Reader } from '../reader.ts';

const RULE = ['identifiers[0].value', 'cve', 'id'];
const NAME = 'location.dependency.package.name';
const VERSION = 'location.dependency.version';
const OBJECT = 'location.kubernetes_resource';
const objectName = allOf(`${OBJECT}.namespace`, `${OBJECT}.kind`, `${OBJECT}.name`);

const TITLE = ['message', 'name'];
const fromPackage = inPackage(RULE, NAME, VERSION);

/** `Upgrade libacme from 1 to 2` -> 2. */
const FIXED = /\bto (?:version )?(\S+)$/;
const solution = (told: Told): string | undefined => {
  const text = textOf('solution', told);
  return text === 'No solution provided' ? undefined : text;
};

/** GitLab's report of container scanning, https://gitlab.com/gitlab-org/security-products/security-report-schemas */
export const reader: Reader = {
  card: {
    id: 'gitlab-container-scanning',
    name: 'GitLab container scanning',
    homepage: 'https://docs.gitlab.com/user/application_security/container_scanning/',
    aliases: ['gitlab_container_scan', 'gl-container-scanning-report'],
    kinds: ['container'],
    phase: 'build',
    produce: 'take the artifact gl-container-scanning-report.json of the job',
    versions: ['3', '14', '15'],
    goodAt: 'packages of the system in images, in the pipeline',
    misses: 'packages of languages, unless switched on',
    noise: 'weaknesses of the base image that nobody fixes',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['vulnerabilities'],
      all: [/"(?:type|category)"\s*:\s*"container_scanning"/],
    },
    {
      form: 'json-object',
      keys: ['version', 'vulnerabilities'],
      all: [
        /"identifiers"\s*:/,
        /"operating_system"\s*:/,
        /"image"\s*:/,
        /"location"\s*:\s*\{\s*"(?:dependency|image|operating_system)"/,
      ],
      none: [/"category"\s*:/],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    tool: { name: ['scan.scanner.name', 'vulnerabilities[0].scanner.name'], version: 'scan.scanner.version' },
    fields: {
      kind: 'container',
      rule: RULE,
      title: (told) => textOf(TITLE, told) ?? fromPackage(told),
      severity: 'severity',
      cwes: (told) => textsOf('identifiers[].name', told).filter((name) => name.startsWith('CWE-')),
      vulnerabilities: (told) => textsOf('identifiers[].value', told).filter((id) => /^[A-Z]+-\d/.test(id)),
      package: {
        type: (told) => /^\w+/.exec(textOf('location.operating_system', told) ?? '')?.[0],
        name: NAME,
        version: VERSION,
        fixed: (told) => FIXED.exec(solution(told) ?? '')?.[1],
      },
      resource: {
        id: (told) => objectName(told).join('/'),
        type: `${OBJECT}.kind`,
      },
      externalId: 'id',
      fingerprints: { gitlab: 'id' },
      firstFoundAt: 'discovered_at',
      told: gitlabState,
      references: (told) => [...textsOf('links[].url', told), ...textsOf('identifiers[].url', told)],
      remediation: solution,
      ruleText: { description: 'description', url: 'identifiers[0].url' },
    },
  }),
};
