import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** Rows of a view of Coverity Connect, as its API gives them. */
export const reader: Reader = {
  card: {
    id: 'coverity-api',
    name: 'Coverity',
    homepage: 'https://www.blackduck.com/static-analysis-tools-sast/coverity.html',
    aliases: ['coverity', 'coverity_connect'],
    kinds: ['code'],
    phase: 'build',
    produce:
      'curl -u USER:KEY "https://coverity.example.org/api/viewContents/issues/v1/VIEW?projectId=ID" > coverity.json',
    versions: ['2020.12', '2021.03'],
    goodAt: 'deep analysis across functions in many languages',
    misses: 'files that its build did not compile',
    noise: 'quality issues, which are most of its results',
  },
  recognise: bySigns({ form: 'json-object', keys: ['viewContentsV1'] }),
  mapping: jsonMapping({
    each: ['viewContentsV1.rows[]'],
    fields: {
      kind: 'code',
      rule: 'checker',
      title: 'displayType',
      message: (told) =>
        `${textOf('displayType', told)} in ${textOf('displayFunction', told) ?? 'this file'}.`,
      severity: { of: 'displayImpact', words: { Audit: 'info' } },
      cwes: 'cwe',
      path: 'displayFile',
      line: 'lineNumber',
      symbol: 'displayFunction',
      externalId: 'cid',
      firstFoundAt: dayFound,
      tags: ['displayCategory', 'displayIssueKind'],
      fingerprints: { coverity: 'cid' },
      skip: leftOut,
      told: toldState,
      ruleText: { name: 'displayType', tags: 'displayCategory' },
    },
  }),
};

/** Coverity looks at quality first; what could be abused is what it calls security, or what has a high impact. */
function leftOut(told: Told): string | undefined {
  const minor = textOf('displayImpact', told) !== 'High';
  return textOf('displayIssueKind', told) === 'Quality' && minor
    ? 'Quality issues of less than high impact are left out: they are no security results.'
    : undefined;
}

const STATES: Record<string, ToldState['state']> = {
  'False Positive': 'false-positive',
  Intentional: 'accepted',
};

function toldState(told: Told): ToldState | undefined {
  const status = textOf('status', told);
  if (status === 'Fixed') return { state: 'fixed' };
  if (status !== 'Dismissed') return undefined;
  const classification = textOf('classification', told) ?? '';
  return { state: own(STATES, classification) ?? 'accepted', reason: `${classification} in Coverity` };
}

/** `03/31/21`: month, day, year. */
function dayFound(told: Told): string | undefined {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d\d)$/.exec(textOf('firstDetected', told) ?? '') ?? [];
  return year === undefined ? textOf('firstDetected', told) : `20${year}-${month}-${day}`;
}
