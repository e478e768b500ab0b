import { scoreOfVectors } from '../kit/cvss-score.ts';
import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** What vulnerabilities and warnings have in common. */
const advisory: Fields = {
  kind: 'dependency',
  rule: ['advisory.id', 'kind'],
  title: inPackage(['advisory.title', 'kind'], 'package.name'),
  // RustSec rates few of its advisories; those for vulnerabilities are serious as a rule.
  severity: { of: () => undefined, unrated: 'high' },
  score: (told) => scoreOfVectors(textsOf('advisory.cvss', told)),
  vectors: 'advisory.cvss',
  vulnerabilities: allOf('advisory.id', 'advisory.aliases[]'),
  path: '=Cargo.lock',
  package: {
    type: '=cargo',
    name: 'package.name',
    version: 'package.version',
    // `>=1.1.0` and `^0.4.8` name the first version that is fixed.
    fixed: (told) =>
      textsOf('versions.patched[]', told).flatMap(
        (range) => /^(?:>=|\^|~)\s*([\w.+-]+)/.exec(range)?.[1] ?? [],
      ),
  },
  references: allOf('advisory.url', 'advisory.references[]'),
  tags: allOf('advisory.keywords[]', 'advisory.categories[]'),
  ruleText: { name: 'advisory.title', description: 'advisory.description', url: 'advisory.url' },
};

/** Unsound crates may break memory when they are used oddly; what is merely old or withdrawn is no weakness. */
const warning: Fields = {
  ...advisory,
  severity: { of: 'kind', words: { unsound: 'low' }, otherwise: 'info' },
  skip: (told) =>
    textOf('kind', told) === 'unsound'
      ? undefined
      : 'Crates that are only unmaintained or yanked are no findings; cargo audit lists them as warnings.',
};

/** cargo audit's JSON. */
export const reader: Reader = {
  card: {
    id: 'cargo-audit',
    name: 'cargo audit',
    homepage: 'https://github.com/rustsec/rustsec',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'cargo audit --json > cargo-audit.json',
    versions: ['0.14', '0.20', '0.21'],
    goodAt: 'crates of a lock file, also unsound ones',
    misses: 'how bad it is: few advisories are rated',
    noise: 'unsound crates that are used soundly',
  },
  recognise: bySigns({ form: 'json-object', keys: ['database', 'lockfile', 'vulnerabilities'] }),
  mapping: jsonMapping({
    each: ['vulnerabilities.list[]', 'warnings{}[]'],
    fields: (told) => (textOf('kind', told) === undefined ? advisory : warning),
  }),
};
