import { commitOf } from '../kit/declare/commit.ts';
import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Where it was found, whatever the source: git, files, a code host, a bucket, an image. */
const SOURCE = 'SourceMetadata.Data{}';

const commit = commitOf(`${SOURCE}.commit`);

/** TruffleHog 3’s JSON, a document a line, https://github.com/trufflesecurity/trufflehog */
export const reader: Reader = {
  card: {
    id: 'trufflehog',
    name: 'TruffleHog',
    homepage: 'https://github.com/trufflesecurity/trufflehog',
    aliases: ['trufflehog_v3', 'truffle_hog'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'trufflehog git file://. --json > trufflehog.jsonl',
    versions: ['3'],
    goodAt: 'credentials that still work, because it tries them',
    misses: 'credentials of services it has no detector for',
    noise: 'what it could not try',
  },
  recognise: bySigns({
    form: ['json-object', 'json-array'],
    keys: ['SourceMetadata', 'DetectorName'],
    all: [/"Verified"\s*:\s*(?:true|false)/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    lines: true,
    // The same secret in the same line of many commits is one.
    instance: commit,
    fields: {
      kind: 'secret',
      rule: 'DetectorName',
      title: (told) => `Credential of ${textOf('DetectorName', told)}`,
      message: (told) => commit(told) && 'Found in commits:',
      severity: {
        of: (told) => (flagOf('Verified', told) ? 'verified' : 'unverified'),
        words: { verified: 'critical', unverified: 'high' },
      },
      cwes: '=798',
      path: `${SOURCE}.file`,
      line: `${SOURCE}.line`,
      // `Verified: false` is also what is told when nobody tried, so it proves nothing.
      secret: { value: 'Raw', verified: (told) => flagOf('Verified', told) || undefined },
      references: allOf(`${SOURCE}.link`, 'ExtraData.rotation_guide'),
      tags: 'DecoderName',
      ruleText: { name: 'DetectorName', description: 'DetectorDescription', url: 'ExtraData.rotation_guide' },
    },
  }),
};
