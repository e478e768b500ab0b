/** A generator of SARIF reports that look like a static analyser's: same seed, same report. */
export interface SarifShape {
  results: number;
  seed: number;
  rules?: number;
  /** Results numbered from here on: two reports overlap where their ranges do. */
  first?: number;
}

const WORDS = [
  'user',
  'order',
  'token',
  'path',
  'query',
  'input',
  'session',
  'report',
  'invoice',
  'upload',
  'header',
  'cache',
];

const ruleId = (n: number): string => `js/weakness-${n}`;

export function sarifRule(n: number): object {
  return {
    id: ruleId(n),
    name: `Weakness${n}`,
    shortDescription: { text: `Weakness number ${n}` },
    fullDescription: {
      text: `Values from outside reach a place where weakness ${n} matters, without having been checked.`,
    },
    help: { markdown: `Check the value before it is used, or use the safe form of the call (${n}).` },
    properties: {
      tags: ['security', `external/cwe/cwe-${20 + (n % 80)}`],
      'security-severity': String(3 + (n % 7)),
    },
  };
}

export function sarifResult(n: number, seed: number, rules: number): object {
  const word = WORDS[(n + seed) % WORDS.length]!;
  const rule = n % rules;
  const line = 1 + ((n * 37) % 900);
  return {
    ruleId: ruleId(rule),
    ruleIndex: rule,
    level: 'warning',
    message: { text: `This value depends on a ${word} that a user controls and reaches a sensitive call.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: `src/${word}/module-${n % 60}/${WORDS[n % 7]}-${n % 200}.js`,
            uriBaseId: '%SRCROOT%',
          },
          region: {
            startLine: line,
            endLine: line,
            startColumn: 5,
            endColumn: 60,
            snippet: { text: `  const ${word}${n} = load(request.query.${word}${n}, { seed: ${seed} });` },
          },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${(n * 2654435761 + seed) >>> 0}:1` },
  };
}

export function sarif(
  { results, seed, rules = 40, first = 0 }: SarifShape,
  edit?: (all: object[]) => object[],
  run = 'run-1',
): Uint8Array {
  const list = Array.from({ length: results }, (_, i) => sarifResult(first + i, seed, rules));
  return Buffer.from(
    JSON.stringify({
      version: '2.1.0',
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      runs: [
        {
          tool: {
            driver: {
              name: 'BenchScan',
              version: '1.0.0',
              rules: Array.from({ length: rules }, (_, n) => sarifRule(n)),
            },
          },
          automationDetails: { id: run },
          results: edit ? edit(list) : list,
        },
      ],
    }),
  );
}
