import { isoDate } from '../kit/date.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { packageKind } from '../kit/declare/packages.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** xeol: packages whose makers no longer look after them, or soon will not. */
export const reader: Reader = {
  card: {
    id: 'xeol',
    name: 'xeol',
    homepage: 'https://github.com/xeol-io/xeol',
    aliases: [],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce: 'xeol IMAGE -o json > xeol.json',
    versions: ['0.10'],
    goodAt: 'versions past their end of life, in images and folders',
    misses: 'weaknesses: it looks at dates only',
    noise: 'parts of one framework, each told by itself',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['matches'], all: [/"Cycle"\s*:/, /"(?:ReleaseCycle|Eol)"\s*:/] },
    { form: 'json-object', keys: ['matches', 'descriptor'], all: [/"name"\s*:\s*"xeol"/] },
  ),
  mapping: jsonMapping({
    each: ['matches[]'],
    fields: {
      kind: packageKind('artifact.type', 'dependency'),
      rule: '=end-of-life',
      title: (told) =>
        `${textOf('Cycle.ProductName', told) ?? textOf('artifact.name', told)} ${textOf('Cycle.ReleaseCycle', told) ?? ''}: end of life ${textOf('Cycle.Eol', told) ?? ''}`.trim(),
      message: paragraphs(
        named('End of life', 'Cycle.Eol'),
        named('Release cycle', 'Cycle.ReleaseCycle'),
        named('Latest release', 'Cycle.LatestRelease'),
        named('Released', 'Cycle.ReleaseDate'),
      ),
      severity: {
        of: urgency,
        words: { 'past for a year': 'critical', past: 'high', soon: 'medium', later: 'low' },
      },
      // CWE-1104: use of third-party components that nobody maintains.
      cwes: '=1104',
      path: 'artifact.locations[0].path',
      package: {
        type: 'artifact.type',
        name: 'artifact.name',
        version: 'artifact.version',
        purl: 'artifact.purl',
        layer: 'artifact.locations[0].layerID',
      },
      references: 'Cycle.ProductPermalink',
      ruleText: { name: '=Package past its end of life' },
    },
  }),
};

const DAY = ['/descriptor.db.built', '/descriptor.timestamp'];
const YEAR = 365 * 24 * 3600 * 1000;

/** How far the end is from the day on which the tool's data was made: a report says the same whenever it is read. */
function urgency(told: Told): string | undefined {
  const end = isoDate(textOf('Cycle.Eol', told) ?? '');
  const day = isoDate(textOf(DAY, told) ?? '');
  if (end === null) return undefined;
  if (day === null) return 'past';
  const past = Date.parse(day) - Date.parse(end);
  if (past > YEAR) return 'past for a year';
  if (past > 0) return 'past';
  return past > -YEAR / 4 ? 'soon' : 'later';
}
