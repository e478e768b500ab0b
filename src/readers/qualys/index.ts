import { tableMapping, xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { host, row } from './fields.ts';
import { withGlossary } from './glossary.ts';

/** Qualys VMDR's scan and host reports: XML with a glossary, and CSV. */
export const reader: Reader = {
  card: {
    id: 'qualys',
    name: 'Qualys VMDR',
    homepage: 'https://www.qualys.com/apps/vulnerability-management-detection-response/',
    aliases: ['Qualys Scan', 'qualys-vm'],
    kinds: ['host'],
    phase: 'production',
    produce: 'export a report of template "Technical" as XML or CSV from the page of reports',
    versions: ['8', '10'],
    goodAt: 'packages and settings of hosts, with an agent on them or from outside',
    misses: 'hosts that are in no asset group',
    noise: 'information gathered (type Ig), which only describes',
  },
  recognise: bySigns(
    { form: 'xml', root: 'ASSET_DATA_REPORT' },
    { form: 'text', headers: ['QID', 'IP', 'Vuln Status', 'Severity'] },
  ),
  mapping: [
    withGlossary(
      xmlMapping({
        each: ['ASSET_DATA_REPORT/HOST_LIST/HOST'],
        within: ['VULN_INFO_LIST/VULN_INFO'],
        fields: host,
      }),
      'ASSET_DATA_REPORT/GLOSSARY/VULN_DETAILS_LIST/VULN_DETAILS',
    ),
    tableMapping({ fields: row }),
  ],
};
