import { jsonMapping, xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asList, asRecord, text } from '../kit/values.ts';
import { childrenOf, textOf as childText } from '../kit/xml-find.ts';
import type { Reader, XmlElement } from '../reader.ts';

/** What somebody decided, by Checkmarx' number: 0 to verify, 2 confirmed, 3 urgent, 4 proposed not exploitable. */
const NOT_EXPLOITABLE = '1';

/** Checkmarx SAST: the XML report, and the JSON report of the first years of Checkmarx One. */
export const reader: Reader = {
  card: {
    id: 'checkmarx',
    name: 'Checkmarx SAST',
    homepage: 'https://checkmarx.com',
    aliases: ['checkmarx_scan', 'checkmarx_scan_detailed', 'cxsast'],
    kinds: ['code'],
    phase: 'build',
    produce: 'runCxConsole.sh Scan -CxServer URL -ProjectName PROJECT -ReportXML checkmarx.xml',
    versions: ['8', '9'],
    goodAt: 'flows of data from input to where it does harm, in many languages',
    misses: 'what happens in libraries whose source it does not see',
    noise: 'one result for each path that ends at the same line',
  },
  recognise: bySigns(
    { form: 'xml', root: 'CxXMLResults' },
    {
      form: 'json-object',
      keys: ['reportId', 'reportHeader', 'executiveSummary', 'scanSummary', 'scanResults'],
    },
  ),
  mapping: [
    xmlMapping({
      each: ['CxXMLResults/Query'],
      within: ['Result'],
      tool: { name: '=Checkmarx', version: '@CheckmarxVersion' },
      fields: {
        kind: 'code',
        rule: '^@name',
        title: (told) => wordsOf('^@name', told),
        message: (told) => flowOf(xmlEnd(told, 0), xmlEnd(told, -1)),
        severity: ['@Severity', '^@Severity'],
        cwes: '^@cweId',
        path: (told) => xmlEnd(told, -1)?.file ?? textOf('@FileName', told),
        line: (told) => xmlEnd(told, -1)?.line ?? textOf('@Line', told),
        snippet: (told) => xmlEnd(told, -1)?.code,
        externalId: '@NodeId',
        firstFoundAt: (told) => utc(textOf('@DetectionDate', told)),
        references: '@DeepLink',
        tags: '^@Language',
        fingerprints: { checkmarx: 'Path/@SimilarityId' },
        told: (told) =>
          textOf('@FalsePositive', told) === 'True' || textOf('@state', told) === NOT_EXPLOITABLE
            ? { state: 'false-positive', reason: textOf('@Remark', told) }
            : undefined,
        ruleText: { name: (told) => wordsOf('^@name', told), tags: '^@group' },
      },
    }),
    jsonMapping({
      each: ['scanResults.sast.languages[]'],
      within: ['queries[]', 'vulnerabilities[]'],
      fields: {
        kind: 'code',
        rule: '^queryName',
        title: (told) => wordsOf('^queryName', told),
        message: (told) => flowOf(jsonEnd(told, 0), jsonEnd(told, -1)),
        severity: 'severity',
        cwes: 'cweId',
        path: (told) => jsonEnd(told, -1)?.file,
        line: (told) => jsonEnd(told, -1)?.line,
        symbol: (told) => jsonEnd(told, -1)?.symbol,
        externalId: 'id',
        firstFoundAt: 'firstFoundDate',
        tags: '^^languageName',
        fingerprints: { checkmarx: 'similarityId' },
        told: (told) =>
          textOf('state', told) === 'Not exploitable' ? { state: 'false-positive' } : undefined,
        ruleText: { name: (told) => wordsOf('^queryName', told), description: '^description' },
      },
    }),
  ],
};

/** `Stored_XSS` -> `Stored XSS` */
function wordsOf(name: string, told: Told): string | undefined {
  return textOf(name, told)?.replaceAll('_', ' ');
}

/** One step on the way of the data; the last is where it does harm. */
interface Node {
  name: string | undefined;
  file: string | undefined;
  line: string | undefined;
  code?: string | undefined;
  symbol?: string | undefined;
}

/** The first step (0) or the last (-1). */
function xmlEnd({ value }: Told, at: 0 | -1): Node | undefined {
  const path = childrenOf(value as XmlElement, 'Path')[0];
  const node = childrenOf(path, 'PathNode').at(at);
  if (node === undefined) return undefined;
  return {
    name: childText(node, 'Name'),
    file: childText(node, 'FileName'),
    line: childText(node, 'Line'),
    code: childText(childrenOf(childrenOf(node, 'Snippet')[0], 'Line')[0], 'Code'),
  };
}

function jsonEnd({ value }: Told, at: 0 | -1): Node | undefined {
  const told = asList(asRecord(value)['nodes']).at(at);
  if (told === undefined) return undefined;
  const node = asRecord(told);
  return {
    name: text(node['name']),
    file: text(node['fileName']),
    line: text(node['line']),
    symbol: text(node['method']),
  };
}

function flowOf(first: Node | undefined, last: Node | undefined): string | undefined {
  if (first === undefined || last === undefined) return undefined;
  const oneStep = first.file === last.file && first.line === last.line && first.name === last.name;
  if (oneStep) return undefined;
  return `Data flows from \`${first.name}\` (${first.file}:${first.line}) to \`${last.name}\`.`;
}

/** `9/13/2021 5:12:37 AM`, of a server whose zone nobody knows. */
const utc = (date: string | undefined): string | undefined =>
  date !== undefined && /[AP]M$/.test(date) ? `${date} UTC` : date;
