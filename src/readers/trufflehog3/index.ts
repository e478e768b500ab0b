import { commitOf } from '../kit/declare/commit.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asRecord, own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** Of the lines around it the flagged one; the names of the lines are their numbers. */
const lineOf = (told: Told): unknown =>
  own(asRecord(asRecord(told.value)['context']), textOf('line', told) ?? '');

const newCommit = commitOf('commit');
const oldCommit = commitOf('^commitHash');
const commit = (told: Told) => (typeof told.value === 'string' ? oldCommit(told) : newCommit(told));
const message = (told: Told) => commit(told) && 'Found in commits:';

const issue: Fields = {
  kind: 'secret',
  rule: 'rule.id',
  title: 'rule.message',
  severity: 'rule.severity',
  cwes: '=798',
  path: 'path',
  line: 'line',
  snippet: lineOf,
  secret: { value: 'secret' },
  // Its `id` is left out: a plain hash over the value among others.
  message,
};

/** Version 1 and the first TruffleHog tell lines of a change, or only the value where nothing stands around it. */
const string: Fields = {
  kind: 'secret',
  rule: '^reason',
  severity: () => 'high',
  cwes: '=798',
  path: '^path',
  snippet: '.',
  secret: {
    value: (told) => (typeof told.value === 'string' && /\s/.test(told.value) ? undefined : told.value),
  },
  // Of a line only what stands around the value is shown; it is known again by the line.
  touch: (observation, told, { hashSecret }) => {
    if (observation.secret?.hash === undefined && typeof told.value === 'string')
      observation.secret = { hash: hashSecret(told.value.replace(/^[+-]/, '').trim()) };
  },
  message,
};

/** trufflehog3’s JSON, and the form it shares with the first TruffleHog. */
export const reader: Reader = {
  card: {
    id: 'trufflehog3',
    name: 'trufflehog3',
    homepage: 'https://github.com/feeltheajf/trufflehog3',
    aliases: ['trufflehog2', 'trufflehog_legacy'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'trufflehog3 --format json --output trufflehog3.json .',
    versions: ['1', '2', '3'],
    goodAt: 'keys by their form and by how random they look',
    misses: 'whether a credential still works',
    noise: 'digests and long addresses',
  },
  recognise: bySigns(
    { form: 'json-array', keys: ['rule', 'path', 'line', 'secret', 'context'] },
    {
      form: ['json-array', 'json-object'],
      keys: ['path', 'commitHash', 'reason', 'stringsFound'],
      // Rusty Hog writes the same and more.
      none: [/"old_file_id"/],
    },
  ),
  mapping: jsonMapping({
    each: ['[]'],
    lines: true,
    within: ({ value }) => ('stringsFound' in asRecord(value) ? ['stringsFound[]'] : []),
    fields: ({ value }) => (typeof value === 'string' ? string : issue),
    // A history tells the same secret commit by commit.
    instance: commit,
  }),
};
