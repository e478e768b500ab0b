import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { linksOf, named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textOf, textsOf } from '../kit/declare/values.ts';
import { asRecord, text } from '../kit/values.ts';
import type { Reader } from '../reader.ts';
import { acunetixXml } from './acunetix-xml.ts';

/** JSON of Invicti (once Netsparker) and of Acunetix 360, which is the same, and the XML of Acunetix. */
export const reader: Reader = {
  card: {
    id: 'invicti',
    name: 'Invicti and Acunetix',
    homepage: 'https://www.invicti.com',
    aliases: ['acunetix', 'acunetix360', 'netsparker'],
    kinds: ['web'],
    phase: 'test',
    produce: 'export "Vulnerabilities List" as JSON from the scan’s page; in Acunetix the XML export',
    versions: ['Netsparker 5', 'Invicti Enterprise', 'Acunetix 12', 'Acunetix 13', 'Acunetix 360'],
    goodAt: 'injections, which it proves by using them',
    misses: 'flaws in what the application is meant to allow',
    noise: 'headers and versions, told for single pages',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['Generated', 'Target', 'Vulnerabilities'],
      all: [/"ScanId"\s*:/],
    },
    { form: 'xml', root: 'ScanGroup', all: [/<ReportItems>|<StartURL>/] },
  ),
  mapping: [
    jsonMapping({
      each: ['Vulnerabilities[]'],
      fields: {
        kind: 'web',
        rule: 'Type',
        title: 'Name',
        message: paragraphs(
          'ProofOfConcept',
          extraInformation,
          named('Known vulnerabilities', 'KnownVulnerabilities[].Title'),
        ),
        severity: { of: 'Severity', words: { BestPractice: 'info' } },
        score: ['Classification.Cvss31.BaseScore.Value', 'Classification.Cvss.BaseScore.Value'],
        vectors: (told) => [
          ...all('Classification.Cvss31.Vector', told),
          ...all('Classification.Cvss.Vector', told),
        ],
        cwes: 'Classification.Cwe',
        web: {
          method: 'HttpRequest.Method',
          url: 'Url',
          parameter: (told) =>
            all('HttpRequest.Parameters[]', told).flatMap((one) =>
              asRecord(one)['Vulnerable'] === true ? (text(asRecord(one)['Name']) ?? []) : [],
            ),
        },
        externalId: 'LookupId',
        firstFoundAt: (told) => /^\d{4}-\d\d-\d\d/.exec(textOf('FirstSeenDate', told) ?? '')?.[0],
        references: linksOf('ExternalReferences', 'RemedyReferences'),
        remediation: paragraphs('RemedialProcedure', 'RemedialActions'),
        told: toldState,
        ruleText: { name: 'Name', description: paragraphs('Description', named('Impact', 'Impact')) },
      },
    }),
    acunetixXml,
  ],
};

function extraInformation(told: Told): string | undefined {
  const lines = all('ExtraInformation[]', told).map((one) => {
    const { Name, Value } = asRecord(one);
    return `- ${text(Name) ?? ''}: ${text(Value) ?? ''}`;
  });
  return lines.length > 0 ? lines.join('\n') : undefined;
}

const STATES: readonly (readonly [RegExp, ToldState])[] = [
  [/FalsePositive/i, { state: 'false-positive', reason: 'Marked as a false positive.' }],
  [/AcceptedRisk/i, { state: 'accepted', reason: 'Marked as an accepted risk.' }],
  [/\bIgnored/i, { state: 'suppressed', reason: 'Ignored.' }],
  [/\bFixed/i, { state: 'fixed', reason: 'Marked as fixed.' }],
];

/** `Present, AcceptedRisk`: several words at once. */
function toldState(told: Told): ToldState | undefined {
  const words = textsOf('State', told).join(' ');
  return STATES.find(([pattern]) => pattern.test(words))?.[1];
}
