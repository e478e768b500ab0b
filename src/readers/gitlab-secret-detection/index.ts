import { inCommit } from '../kit/declare/commit.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textsOf } from '../kit/declare/values.ts';
import { gitlabState } from '../kit/gitlab-state.ts';
import type { Reader } from '../reader.ts';

/** GitLab's report of secret detection, https://gitlab.com/gitlab-org/security-products/security-report-schemas */
export const reader: Reader = {
  card: {
    id: 'gitlab-secret-detection',
    name: 'GitLab secret detection',
    homepage: 'https://docs.gitlab.com/user/application_security/secret_detection/',
    aliases: ['gitlab_secret_detection_report', 'gl-secret-detection-report'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'take the artifact gl-secret-detection-report.json of the job',
    versions: ['3', '14', '15'],
    goodAt: 'credentials in new commits, in the pipeline',
    misses: 'old commits, unless asked for; whether they still work',
    noise: 'examples and test data that look like keys',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['vulnerabilities'],
      all: [/"(?:type|category)"\s*:\s*"secret_detection"/],
    },
    {
      // Since version 15 only the end of the report says what it is, and that may be far away.
      form: 'json-object',
      keys: ['version', 'vulnerabilities'],
      all: [/"gitleaks_rule_id"/, /"raw_source_code_extract"/],
      none: [/"scan"\s*:/, /"category"\s*:/],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    tool: { name: 'scan.scanner.name', version: 'scan.scanner.version' },
    fields: {
      kind: 'secret',
      rule: ['identifiers[0].value', 'identifiers[0].name'],
      title: ['name', 'message', 'identifiers[0].name'],
      severity: { of: 'severity', otherwise: 'high' },
      cwes: '=798',
      path: 'location.file',
      line: 'location.start_line',
      endLine: 'location.end_line',
      secret: { value: 'raw_source_code_extract' },
      // Its `id` is left out: a plain hash over the value among others.
      references: 'links[].url',
      remediation: 'solution',
      ruleText: { name: 'identifiers[0].name', description: 'description', url: 'identifiers[0].url' },
      told: (told) =>
        textsOf('flags[].type', told).includes('flagged-as-likely-false-positive')
          ? { state: 'false-positive', reason: 'flagged by GitLab' }
          : gitlabState(told),
      firstFoundAt: 'discovered_at',
      touch: inCommit('location.commit.sha'),
    },
  }),
};
