import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** Alerts of GitHub code scanning, as its API gives them. */
export const reader: Reader = {
  card: {
    id: 'github-sast',
    name: 'GitHub code scanning',
    homepage: 'https://docs.github.com/en/code-security/code-scanning',
    aliases: ['github_code_scanning'],
    kinds: ['code'],
    phase: 'build',
    produce: 'gh api --paginate repos/OWNER/REPO/code-scanning/alerts > alerts.json',
    versions: ['2022-11-28'],
    goodAt: 'flows of data through a program (CodeQL), and what was decided about them',
    misses: 'the path of the flow; SARIF has it',
    noise: 'alerts of branches that are gone',
  },
  recognise: bySigns({
    form: 'json-array',
    keys: ['number', 'rule', 'tool', 'most_recent_instance'],
    all: [/\/code-scanning\/(?:alerts\/)?\d+"/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    fields: {
      kind: 'code',
      rule: 'rule.id',
      title: 'rule.description',
      message: 'most_recent_instance.message.text',
      severity: ['rule.security_severity_level', 'rule.severity'],
      cwes: 'rule.tags[]',
      path: 'most_recent_instance.location.path',
      line: 'most_recent_instance.location.start_line',
      endLine: 'most_recent_instance.location.end_line',
      column: 'most_recent_instance.location.start_column',
      endColumn: 'most_recent_instance.location.end_column',
      externalId: 'number',
      firstFoundAt: 'created_at',
      references: 'html_url',
      tags: 'tool.name',
      told: toldState,
      ruleText: {
        name: 'rule.description',
        description: 'rule.full_description',
        help: 'rule.help',
        url: 'rule.help_uri',
        tags: 'rule.tags[]',
      },
    },
  }),
};

const REASONS: Record<string, ToldState['state']> = {
  'false positive': 'false-positive',
  "won't fix": 'accepted',
  'used in tests': 'accepted',
};

function toldState(told: Told): ToldState | undefined {
  const state = textOf('state', told);
  if (state === 'fixed') return { state: 'fixed' };
  if (state !== 'dismissed') return undefined;
  const reason = textOf('dismissed_reason', told) ?? 'dismissed';
  const comment = textOf('dismissed_comment', told);
  return {
    state: own(REASONS, reason) ?? 'accepted',
    reason: comment === undefined ? reason : `${reason}: ${comment}`,
  };
}
