import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asList, asRecord, type Json, str } from '../kit/values.ts';
import { toldState, words } from './results.ts';

const queryName = (told: Told): string | undefined => words(textOf('^queryName', told));

/** Results of code in the improved scan report. */
export const CODE_REPORTED: Fields = {
  kind: 'code',
  rule: '^queryName',
  title: queryName,
  message: (told) => {
    const [file, line] = [textOf('sourceFileName', told), textOf('sourceLine', told)];
    return file === undefined ? undefined : `The data comes from ${file}:${line}.`;
  },
  severity: 'severity',
  cwes: '^cweId',
  path: ['destinationFileName', 'sourceFileName'],
  line: ['destinationLine', 'sourceLine'],
  snippet: ['destinationCode'],
  symbol: ['destinationMethod'],
  firstFoundAt: ['firstFoundDate', 'foundDate'],
  references: ['resultViewerLink'],
  fingerprints: { checkmarx: 'similarityId' },
  told: toldState,
  ruleText: {
    name: queryName,
    description: '^description',
    help: (told) => advice(told)['generalRecommendations'],
    references: '^queryDescriptionLink',
    tags: '^queryPath',
  },
};

/** Results of infrastructure as code, which have no lines. */
export const CONFIG_REPORTED: Fields = {
  kind: 'config',
  rule: '^queryName',
  title: queryName,
  message: 'actualValue',
  severity: 'severity',
  path: 'fileName',
  firstFoundAt: 'firstDetectionDate',
  references: 'resultViewerLink',
  remediation: 'expectedValue',
  tags: '^^name',
  told: toldState,
  ruleText: { name: queryName, description: '^description', tags: '^category' },
};

const tables = new WeakMap<object, Map<string, Json>>();

/** What the end of the report says of a query, by its name; looked up in a table made once. */
function advice(told: Told): Json {
  const shell = asRecord(told.shell);
  let table = tables.get(shell);
  if (table === undefined) {
    const details = asList(shell['vulnerabilityDetails']).map(asRecord);
    table = new Map(details.map((detail) => [str(detail['vulnerabilityName']) ?? '', detail]));
    tables.set(shell, table);
  }
  return table.get(textOf('^queryName', told) ?? '') ?? asRecord(undefined);
}
