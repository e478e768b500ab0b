import { parse } from 'csv-parse/sync';
import { SaxesParser } from 'saxes';
import { readReport } from '../src/readers/kit/read-report.ts';
import { type ReportSource, sourceOfBytes } from '../src/readers/kit/source.ts';
import type { Bench, Figure } from './lib/bench.ts';
import { type Form, type ReportBytes, reportsAtHand } from './lib/reports.ts';
import { sarif } from './lib/sarif.ts';

/** The best of a few: what else the machine does only ever adds, and the first six are slower while V8 still learns. */
const ROUNDS = 14;
const CHUNK = 256 * 1024;
const SHARE = { least: 0.5 };

/** From bytes to observations, next to what parsing alone costs in the same run. */
export const readBench: Bench = {
  name: 'read',
  what: 'reports from bytes to observations, in CPU time, against bare JSON.parse, saxes and csv-parse on the same bytes',
  async run() {
    const { from, reports } = reportsAtHand();
    const figures: Figure[] = [];
    const whole = await speed(() => readAll(reports), sizeOf(reports));
    figures.push({
      name: `all of ${from}: ${reports.length} reports`,
      value: whole,
      unit: 'MB/s',
      target: { least: 60 },
    });
    for (const form of ['JSON', 'XML', 'CSV'] as const) {
      const mine = reports.filter((report) => report.form === form);
      figures.push(...(await against(`${form} of ${from}`, mine, form)));
    }
    for (const sample of SAMPLES)
      figures.push(...(await against(sample.name, [sample.report()], sample.report().form!)));
    figures.push(await largeJson());
    return figures;
  },
};

const sizeOf = (reports: readonly ReportBytes[]): number =>
  reports.reduce((sum, { bytes }) => sum + bytes.length, 0);

const OUTPUT = { observations: () => {}, rule: () => {}, diagnostic: () => {} };
const OPTIONS = { hashSecret: (value: string) => `h${value.length}` };

async function readAll(reports: readonly ReportBytes[]): Promise<void> {
  for (const { file, bytes } of reports) await readReport(sourceOfBytes(file, bytes), OUTPUT, OPTIONS);
}

/** MB per second of CPU time. Small amounts are repeated, since the clock of the processor ticks in milliseconds. */
async function speed(work: () => void | Promise<void>, size: number): Promise<number> {
  const times = Math.max(1, Math.ceil(4_000_000 / size));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / times);
  }
  return size / best;
}

async function against(name: string, reports: readonly ReportBytes[], form: Form): Promise<Figure[]> {
  if (reports.length === 0) return [];
  const size = sizeOf(reports);
  const floor = await speed(() => {
    for (const { bytes } of reports) FLOORS[form](bytes);
  }, size);
  const ours = await speed(() => readAll(reports), size);
  return [
    { name: `${name} (${(size / 1e6).toFixed(1)} MB)`, value: ours, unit: 'MB/s' },
    {
      name: `  share of the bare parser (${floor.toFixed(0)} MB/s)`,
      value: ours / floor,
      unit: '',
      target: SHARE,
    },
  ];
}

/** The parser alone; what it cannot read costs what it costs until there. */
const FLOORS: Record<Form, (bytes: Buffer) => void> = {
  JSON: (bytes) => attempt(() => JSON.parse(bytes.toString('utf8'))),
  XML: (bytes) => attempt(() => new SaxesParser({ xmlns: false }).write(bytes.toString('utf8')).close()),
  CSV: (bytes) => attempt(() => parse(bytes, { relax_quotes: true, relax_column_count: true })),
};

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // a report that is not well-formed
  }
}

const results = (count: number, one: (i: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, i) => one(i));

/** Larger reports of our own, where what each file costs beside its results does not count. */
const SAMPLES: { name: string; report(): ReportBytes }[] = [
  {
    name: 'a JSON of 10,000 results',
    report: () => ({
      file: 'bandit.json',
      form: 'JSON',
      bytes: Buffer.from(JSON.stringify(bandit(10_000), null, 2)),
    }),
  },
  {
    name: 'a CSV of 20,000 rows',
    report: () => ({ file: 'pmd.csv', form: 'CSV', bytes: Buffer.from(pmd(20_000)) }),
  },
  {
    name: 'an XML of 5,000 results',
    report: () => ({ file: 'checks.xml', form: 'XML', bytes: Buffer.from(dependencyCheck(5000)) }),
  },
];

const bandit = (count: number) => ({
  errors: [],
  generated_at: '2026-01-01T00:00:00Z',
  metrics: { _totals: { 'CONFIDENCE.HIGH': count } },
  results: results(count, (i) => ({
    code: `${i} import os\n${i + 1} os.system("convert " + name${i})\n${i + 2} return name\n`,
    col_offset: 4,
    filename: `shop/module_${i % 90}/part_${i % 400}.py`,
    issue_confidence: 'HIGH',
    issue_cwe: { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' },
    issue_severity: 'HIGH',
    issue_text: 'Starting a process with a shell, possible injection detected, security issue.',
    line_number: i + 1,
    more_info: `https://bandit.readthedocs.io/en/latest/plugins/b${600 + (i % 40)}.html`,
    test_id: `B${600 + (i % 40)}`,
    test_name: `check_number_${i % 40}`,
  })),
});

const pmd = (count: number): string =>
  [
    '"Problem","Package","File","Priority","Line","Description","Rule set","Rule"',
    ...results(
      count,
      (i) =>
        `"${i + 1}","example.shop.part${i % 30}","/home/build/src/example/shop/Part${i % 300}.java","${1 + (i % 5)}","${i % 900}","Avoid this kind of call number ${i % 50}, it is slow","Best Practices","RuleNumber${i % 50}"`,
    ),
  ].join('\n');

const dependencyCheck = (count: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?><analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.4.0.xsd"><dependencies>${results(
    count,
    (i) =>
      `<dependency isVirtual="false"><fileName>part-${i}.jar</fileName><filePath>/build/lib/part-${i}.jar</filePath><identifiers><package confidence="HIGH"><id>pkg:maven/example.shop/part-${i}@1.${i % 9}.0</id></package></identifiers><vulnerabilities><vulnerability source="NVD"><name>CVE-2020-${10_000 + (i % 500)}</name><severity>HIGH</severity><cvssV3><baseScore>7.5</baseScore></cvssV3><cwes><cwe>CWE-20</cwe></cwes><description>Values from outside reach a sensitive call of part ${i} &amp; are not checked before.</description><references><reference><source>SHOP</source><url>https://shop.example/${i}</url><name>advisory</name></reference></references></vulnerability></vulnerabilities></dependency>`,
  ).join('')}</dependencies></analysis>`;

/** More than is read in one piece: results are cut from the stream of bytes. */
async function largeJson(): Promise<Figure> {
  const bytes = sarif({ results: 60_000, seed: 1 });
  const source: ReportSource = {
    name: 'large.sarif',
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    },
  };
  const value = await speed(async () => void (await readReport(source, OUTPUT, OPTIONS)), bytes.length);
  const name = `JSON over 16 MB, cut from its bytes (${(bytes.length / 1e6).toFixed(0)} MB)`;
  return { name, value, unit: 'MB/s', target: { least: 60 } };
}
