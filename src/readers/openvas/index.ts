import { tableMapping, xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { element, row } from './fields.ts';

/** Reports of OpenVAS and Greenbone: XML, and the table of results. */
export const reader: Reader = {
  card: {
    id: 'openvas',
    name: 'OpenVAS',
    homepage: 'https://www.openvas.org',
    aliases: ['OpenVAS Parser', 'openvas_parser', 'greenbone', 'gvm'],
    kinds: ['host'],
    phase: 'production',
    produce: "gvm-cli socket --xml \"<get_reports report_id='ID' details='1'/>\" > openvas.xml",
    versions: ['9', '20', '22'],
    goodAt: 'services and packages of hosts in a network',
    misses: 'what it cannot log in to see',
    noise: 'results of low quality of detection, and level Log, which only describes',
  },
  recognise: bySigns(
    { form: 'text', headers: ['IP', 'NVT Name', 'NVT OID', 'Specific Result'] },
    { form: 'xml', root: 'report', all: [/\bformat_id="/, /\bextension="xml"|<gmp>|<omp>/] },
    { form: 'xml', root: 'get_reports_response' },
  ),
  mapping: [
    xmlMapping({
      each: [
        'report/report/results/result',
        'report/results/result',
        'get_reports_response/report/report/results/result',
      ],
      fields: element,
    }),
    // Tables of several scans put together repeat what more than one of them found.
    tableMapping({ fields: row, instance: () => undefined }),
  ],
};
