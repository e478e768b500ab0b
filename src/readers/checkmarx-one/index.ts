import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { CODE_REPORTED, CONFIG_REPORTED } from './report.ts';
import { CODE, CONFIG, PACKAGE } from './results.ts';

const LEVELS: Record<string, string[]> = {
  'scanResults.resultsList[]': ['vulnerabilities[]'],
  'iacScanResults.technology[]': ['queries[]', 'resultsList[]'],
};
const ITSELF: string[] = [];

/** Checkmarx One: results as its API and command line give them, and the improved scan report. */
export const reader: Reader = {
  card: {
    id: 'checkmarx-one',
    name: 'Checkmarx One',
    homepage: 'https://checkmarx.com/product/application-security-platform/',
    aliases: ['cxone'],
    kinds: ['code', 'config', 'dependency', 'container'],
    phase: 'build',
    produce: 'cx results show --scan-id ID --report-format json --output-path .',
    versions: ['2023', '2024', '2026'],
    goodAt: 'code, infrastructure as code and packages in one report',
    misses: 'the lines of infrastructure as code, in the improved scan report',
    noise: 'one result for each path that ends at the same line',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['results', 'totalCount', 'scanID'] },
    {
      form: 'json-object',
      keys: ['results'],
      all: [/"similarityId"\s*:/, /"type"\s*:\s*"(?:sast|kics|sca|containers)"/, /"firstScanId"\s*:/],
    },
    { form: 'json-object', keys: ['reportHeader', 'scanResults', 'iacScanResults'] },
    { form: 'json-object', keys: ['reportCreationDate', 'reportHeader', 'scanInformation'] },
  ),
  mapping: jsonMapping({
    each: ['results[]', ...Object.keys(LEVELS)],
    within: ({ from }) => LEVELS[from ?? ''] ?? ITSELF,
    fields: (told) => {
      if (told.from === 'scanResults.resultsList[]') return CODE_REPORTED;
      if (told.from === 'iacScanResults.technology[]') return CONFIG_REPORTED;
      const type = textOf('type', told);
      return type === 'kics' ? CONFIG : type === 'sca' || type === 'containers' ? PACKAGE : CODE;
    },
  }),
};
