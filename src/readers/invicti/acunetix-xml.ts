import { xmlMapping } from '../kit/declare/mappings.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { addressOf } from '../kit/web-address.ts';

/** The XML of Acunetix: groups of scans, each with its results. */
export const acunetixXml = xmlMapping({
  each: ['ScanGroup/Scan'],
  within: ['ReportItems/ReportItem'],
  tool: { name: '=Acunetix' },
  fields: {
    kind: 'web',
    rule: ['ModuleName', 'Type', 'Name'],
    title: 'Name',
    message: paragraphs('Details', 'DetailedInformation'),
    severity: 'Severity',
    score: ['CVSS3/Score', 'CVSS/Score'],
    vectors: (told) => [textOf('CVSS3/Descriptor', told), textOf('CVSS/Descriptor', told)],
    cwes: ['CWEList/CWE', 'CWEList/CWE/@id', 'CWE'],
    vulnerabilities: 'CVEList/CVE',
    path: 'AOP_SourceFile',
    line: 'AOP_SourceLine',
    web: { method: methodOf, url: urlOf, parameter: 'Parameter' },
    references: 'References/Reference/URL',
    remediation: 'Recommendation',
    told: (told) =>
      /^(?:true|1|yes)$/i.test(textOf('IsFalsePositive', told) ?? '')
        ? { state: 'false-positive', reason: 'Marked as a false positive in Acunetix.' }
        : undefined,
    ruleText: { name: 'Name', description: paragraphs('Description', named('Impact', 'Impact')) },
  },
});

function urlOf(told: Told): string | undefined {
  const start = textOf('^StartURL', told);
  const site = start === undefined || start.includes('://') ? start : `http://${start}`;
  return addressOf(site, textOf('Affects', told));
}

function methodOf(told: Told): string | undefined {
  return /^[A-Z]{3,10}(?= )/.exec(textOf('TechnicalDetails/Request', told) ?? '')?.[0];
}
