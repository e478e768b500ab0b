import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';

/** Lines stand as `[number, text]`. */
const textsOfBlock = (told: Told): string | undefined =>
  textsOf('code_block[][1]', told).join('\n') || undefined;

/** `checkov.terraform.checks…` is of the framework terraform. */
const frameworkOf = (told: Told): string | undefined => textOf('check_class', told)?.split('.')[1];

/** A check of a setting; without an account at the maker's platform Checkov does not rate. */
export const settings: Fields = {
  kind: 'config',
  rule: 'check_id',
  title: 'check_name',
  message: 'check_name',
  severity: { of: 'severity', otherwise: 'medium' },
  path: 'file_path',
  line: 'file_line_range[0]',
  endLine: 'file_line_range[1]',
  snippet: textsOfBlock,
  symbol: 'resource',
  references: 'guideline',
  tags: frameworkOf,
  ruleText: { name: 'check_name', url: 'guideline' },
  told: skippedBy,
  skip: (told) =>
    textOf('check_result.result', told) === 'PASSED' ? 'Checks that passed are not findings.' : undefined,
};

export const secrets: Fields = {
  ...settings,
  kind: 'secret',
  cwes: () => 798,
  secret: {},
};

export const packages: Fields = {
  ...settings,
  kind: 'dependency',
  rule: 'vulnerability_details.id',
  title: (told) =>
    textsOf('vulnerability_details.id', told)
      .concat(textsOf('vulnerability_details.package_name', told))
      .join(' in '),
  message: 'vulnerability_details.description',
  severity: { of: ['severity', 'vulnerability_details.severity'], otherwise: 'medium' },
  score: 'vulnerability_details.cvss',
  vectors: 'vulnerability_details.vector',
  vulnerabilities: 'vulnerability_details.id',
  snippet: undefined,
  symbol: undefined,
  package: {
    type: 'vulnerability_details.package_type',
    name: 'vulnerability_details.package_name',
    version: 'vulnerability_details.package_version',
    fixed: 'vulnerability_details.lowest_fixed_version',
  },
  references: 'vulnerability_details.link',
  ruleText: { url: 'vulnerability_details.link' },
};

function skippedBy(told: Told): ToldState | undefined {
  if (textOf('check_result.result', told) !== 'SKIPPED') return undefined;
  return { state: 'suppressed', reason: textOf('check_result.suppress_comment', told) };
}
