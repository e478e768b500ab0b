import { tableMapping, xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { csvFields } from './csv.ts';
import { xmlFields } from './xml.ts';

/**
 * Tenable's reports: Nessus (`.nessus` and CSV), Tenable.sc and Tenable Vulnerability Management (CSV), Web App
 * Scanning (both). One plugin at one service of one host is one finding.
 */
export const reader: Reader = {
  card: {
    id: 'tenable',
    name: 'Tenable Nessus',
    homepage: 'https://www.tenable.com/products/nessus',
    aliases: ['nessus', 'tenable-sc', 'tenable-io', 'nessus-was', 'tenable-was'],
    kinds: ['host', 'web'],
    phase: 'production',
    produce: 'export the scan as .nessus (or as CSV with all columns)',
    versions: ['NessusClientData_v2', 'Nessus 8', 'Nessus 10', 'Tenable.sc', 'Tenable.io 2023'],
    goodAt: 'hosts, their services and what is installed on them',
    misses: 'applications of one’s own; with no sign-in also what is installed',
    noise: 'plugins that only describe the host',
  },
  recognise: bySigns(
    { form: 'xml', root: 'NessusClientData_v2' },
    { form: 'text', headers: ['Plugin ID', 'Risk', 'Host', 'Synopsis', 'Plugin Output'] },
    { form: 'text', headers: ['Plugin', 'Plugin Name', 'Family', 'IP Address', 'Synopsis'] },
    { form: 'text', headers: ['asset.id', 'definition.id', 'definition.name', 'definition.severity'] },
  ),
  mapping: [
    xmlMapping({
      each: ['NessusClientData_v2/Report/ReportHost'],
      within: ['ReportItem'],
      tool: { name: '=Nessus' },
      instance: () => undefined,
      fields: xmlFields,
    }),
    tableMapping({ instance: () => undefined, fields: csvFields }),
  ],
};
