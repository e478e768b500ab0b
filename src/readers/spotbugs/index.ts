import { cweNumbers } from '../kit/cwe.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { lateRules } from '../kit/declare/late-rules.ts';
import { xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { markdownOfHtml } from '../kit/html.ts';
import { child, childrenOf, textOf as childText } from '../kit/xml-find.ts';
import type { Reader, XmlElement } from '../reader.ts';

const BUG: Fields = {
  kind: 'code',
  rule: '@type',
  title: ['ShortMessage', '@type'],
  message: ['LongMessage', 'ShortMessage'],
  // SpotBugs' priority: how sure it is, and the only word of how bad that all its plug-ins give.
  severity: { of: '@priority', words: { 1: 'high', 2: 'medium', 3: 'low', 4: 'info', 5: 'info' } },
  cwes: '@cweid',
  path: (told) => place(told)?.attributes['sourcepath'],
  line: (told) => place(told)?.attributes['start'],
  endLine: (told) => place(told)?.attributes['end'],
  symbol: symbolOf,
  tags: '@category',
  fingerprints: { spotbugs: '@instanceHash' },
  ruleText: { name: 'ShortMessage', tags: '@category' },
};

/** SpotBugs' XML (and FindBugs'), best written with messages. */
export const reader: Reader = {
  card: {
    id: 'spotbugs',
    name: 'SpotBugs',
    homepage: 'https://spotbugs.github.io',
    aliases: ['findbugs', 'find_sec_bugs'],
    kinds: ['code'],
    phase: 'build',
    produce: 'spotbugs -textui -xml:withMessages -output spotbugs.xml target/classes',
    versions: ['3', '4'],
    goodAt: 'bugs in compiled Java and Kotlin; security with the plug-in Find Security Bugs',
    misses: 'the root of the sources: paths begin at the package',
    noise: 'matters of style and speed, unless filtered',
  },
  recognise: bySigns({ form: 'xml', root: 'BugCollection' }),
  mapping: lateRules(
    xmlMapping({
      each: ['BugCollection/BugInstance'],
      tool: { name: '=SpotBugs', version: '@version' },
      fields: BUG,
    }),
    'BugCollection/BugPattern',
    (pattern) => {
      const id = pattern.attributes['type'];
      if (id === undefined) return undefined;
      return {
        id,
        name: childText(pattern, 'ShortDescription'),
        description: markdownOfHtml(childText(pattern, 'Details') ?? '') || undefined,
        cwes: cweNumbers(pattern.attributes['cweid']),
      };
    },
  ),
};

/** The line itself; where it is not known, the method, at last the class. */
function place({ value }: Told): XmlElement | undefined {
  const bug = value as XmlElement;
  const lines = childrenOf(bug, 'SourceLine');
  const line = lines.find(({ attributes }) => attributes['primary'] === 'true') ?? lines[0];
  return line ?? child(child(bug, 'Method'), 'SourceLine') ?? child(child(bug, 'Class'), 'SourceLine');
}

function symbolOf(told: Told): string | undefined {
  const [scope, method] = [textOf('Class/@classname', told), textOf('Method/@name', told)];
  return scope === undefined || method === undefined ? scope : `${scope}#${method}`;
}
