import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { packages, secrets, settings } from './fields.ts';

const LISTS = ['failed_checks[]', 'skipped_checks[]', 'passed_checks[]'];

/** Checkov's JSON: one document for each framework, or a list of them. */
export const reader: Reader = {
  card: {
    id: 'checkov',
    name: 'Checkov',
    homepage: 'https://www.checkov.io',
    aliases: ['Checkov Scan'],
    kinds: ['config', 'secret', 'dependency'],
    phase: 'build',
    produce: 'checkov -d . -o json --output-file-path checkov',
    versions: ['1', '2', '3'],
    goodAt: 'Terraform, CloudFormation, Kubernetes, Helm and Docker files',
    misses: 'what is changed by hand after it was deployed',
    noise: 'wishes that only matter in production, told of examples too',
  },
  recognise: bySigns(
    {
      form: ['json-object', 'json-array'],
      keys: ['check_type', 'results'],
      any: [/"(?:passed|failed|skipped)_checks"\s*:/],
    },
    { form: 'json-object', keys: ['passed', 'failed', 'parsing_errors', 'checkov_version'] },
  ),
  mapping: jsonMapping({
    each: LISTS.flatMap((list) => [`results.${list}`, `[].results.${list}`]),
    fields: (told) => {
      if (textOf('vulnerability_details.id', told) !== undefined) return packages;
      return /^CKV_SECRET_/.test(textOf('check_id', told) ?? '') ? secrets : settings;
    },
  }),
};
