import type { ToldState } from '../../kernel/observation.ts';
import { commitOf } from '../kit/declare/commit.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const GROUPS = ['groups[0]', '^groups[0]'];
const CONTENTS = ['match_content', '^match_content'];

/** Since version 0.17 the parts that matched are base64; before, the text stood as it is. */
function foundValue(told: Told): string | undefined {
  const encoded = textOf(GROUPS, told);
  if (encoded !== undefined) return Buffer.from(encoded, 'base64').toString('utf8');
  return textOf(CONTENTS, told);
}

const PATHS = [
  'provenance[].path',
  'provenance[].first_commit.blob_path',
  'provenance[].commit_provenance.blob_path',
  'provenance.path',
];
const COMMITS = [
  'provenance[].first_commit.commit_metadata.commit_id',
  'provenance[].commit_provenance.commit_metadata.commit_id',
];

const commit = commitOf(COMMITS);

/** Nosey Parker’s JSON Lines (and its list in JSON). */
export const reader: Reader = {
  card: {
    id: 'noseyparker',
    name: 'Nosey Parker',
    homepage: 'https://github.com/praetorian-inc/noseyparker',
    aliases: ['nosey_parker'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'noseyparker report --datastore DATASTORE --format jsonl --output noseyparker.jsonl',
    versions: ['0.16', '0.22', '0.24'],
    goodAt: 'long histories, fast, with the same secret counted once',
    misses: 'whether a credential still works',
    noise: 'generic passwords in tests',
  },
  recognise: bySigns({ form: ['json-object', 'json-array'], keys: ['rule_name', 'num_matches', 'matches'] }),
  mapping: jsonMapping({
    each: ['[]'],
    lines: true,
    within: ['matches[]'],
    // The same secret in the same line of many commits is one.
    instance: commit,
    fields: {
      kind: 'secret',
      rule: ['^rule_text_id', 'rule_text_id', '^rule_name'],
      title: '^rule_name',
      message: (told) => commit(told) && 'Found in commits:',
      severity: () => 'high',
      cwes: '=798',
      path: PATHS,
      line: 'location.source_span.start.line',
      endLine: 'location.source_span.end.line',
      column: 'location.source_span.start.column',
      snippet: 'snippet.matching',
      secret: { value: foundValue },
      fingerprints: { noseyparker: 'structural_id' },
      told: stateOf,
      ruleText: { name: '^rule_name' },
    },
  }),
};

function stateOf(told: Told): ToldState | undefined {
  const verdicts = [...textsOf('status', told), ...textsOf('^status', told), ...textsOf('^statuses[]', told)];
  return verdicts.some((word) => word.toLowerCase() === 'reject')
    ? { state: 'false-positive', reason: 'rejected in Nosey Parker' }
    : undefined;
}
