import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { xmlMapping } from '../kit/declare/mappings.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { XmlElement } from '../reader.ts';
import { SEVERITIES } from './severities.ts';

const CWE = ['@cweid', '^@cweid'];

const FLAW = {
  rule: (told: Told) => `CWE-${textOf(CWE, told) ?? '0'}`,
  title: '@categoryname',
  message: '@description',
  severity: { of: '@severity', words: SEVERITIES },
  cwes: CWE,
  externalId: '@issueid',
  firstFoundAt: '@date_first_occurrence',
  fingerprints: { veracode: issue },
  told: flawState,
  ruleText: {
    name: '^@cwename',
    description: '^description/text/@text',
    help: '^^recommendations/para/@text',
  },
} satisfies Partial<Fields>;

const STATIC: Fields = {
  ...FLAW,
  kind: 'code',
  path: (told) => `${textOf('@sourcefilepath', told) ?? ''}${textOf('@sourcefile', told) ?? ''}` || undefined,
  line: '@line',
  symbol: '@functionprototype',
  tags: ['@type'],
};
const DYNAMIC: Fields = { ...FLAW, kind: 'web', web: { url: '@url', parameter: '@vuln_parameter' } };
const MANUAL: Fields = { ...STATIC, kind: 'manual' };

const PACKAGE: Fields = {
  kind: 'dependency',
  rule: '@cve_id',
  title: '@cve_id',
  message: '@cve_summary',
  severity: { of: '@severity', words: SEVERITIES },
  score: '@cvss_score',
  cwes: '@cwe_id',
  vulnerabilities: '@cve_id',
  path: '^file_paths/file_path/@value',
  package: { type: manager, namespace: group, name: '^@library', version: '^@version' },
  firstFoundAt: '@first_found_date',
  told: (told) =>
    textOf('@mitigation', told) === 'true'
      ? { state: 'accepted', reason: textOf('@mitigation_type', told) }
      : undefined,
  ruleText: { description: '@cve_summary' },
};

const COMPONENTS = 'detailedreport/software_composition_analysis/vulnerable_components/component';
const LEVELS: Record<string, string[]> = {
  'detailedreport/severity': ['category', 'cwe', 'staticflaws/flaw|dynamicflaws/flaw|manualflaws/flaw'],
  [COMPONENTS]: ['vulnerabilities/vulnerability'],
};

export const xml = xmlMapping({
  each: Object.keys(LEVELS),
  within: ({ from }) => LEVELS[from ?? ''] ?? [],
  tool: { name: '=Veracode', version: 'static-analysis/@engine_version' },
  fields: ({ from, value }) => {
    if (from === COMPONENTS) return PACKAGE;
    const list = (value as XmlElement).parent?.name;
    return list === 'dynamicflaws' ? DYNAMIC : list === 'manualflaws' ? MANUAL : STATIC;
  },
});

/** The number of a flaw is unique within its application. */
function issue(told: Told): string | undefined {
  const number = textOf('@issueid', told);
  return number === undefined ? undefined : `app-${textOf('/@app_id', told) ?? ''}_issue-${number}`;
}

function flawState(told: Told): ToldState | undefined {
  const reason = textOf('@mitigation_status_desc', told);
  if (textOf('@remediation_status', told)?.toLowerCase() === 'fixed') return { state: 'fixed' };
  return textOf('@mitigation_status', told) === 'accepted' ? { state: 'accepted', reason } : undefined;
}

/** `maven:com.acme:core:1.2:` -> `maven`; older reports only have the name of a file. */
function manager(told: Told): string | undefined {
  const named = textOf('^@library_id', told)?.split(':')[0];
  return named ?? (/\.(?:jar|war)$/.test(textOf('^@file_name', told) ?? '') ? 'maven' : undefined);
}

/** The group of a Maven package; others have none, or carry it in their name. */
function group(told: Told): string | undefined {
  const [type, namespace] = textOf('^@library_id', told)?.split(':') ?? [];
  return type === 'maven' ? namespace : undefined;
}
