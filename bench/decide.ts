import type { Decision } from '../src/kernel/decision.ts';
import { KINDS } from '../src/kernel/observation.ts';
import { SEVERITIES } from '../src/kernel/severity.ts';
import {
  compilePolicy,
  DEFAULT_POLICY,
  decide,
  type Facts,
  factsSchema,
} from '../src/modules/policy/pure.ts';
import type { Bench } from './lib/bench.ts';

const FACTS = 1_000_000;
/** So many at a time, as a file is read: a million facts in memory would measure the collection of garbage. */
const BATCH = 2000;
const SERVICES = 60;
const VULNERABILITIES = 2000;
const SCANS = 500;
const NOW = '2026-11-21T00:00:00.000Z';
const TARGET = 300_000;

/** What a decision costs, on one core, with the policy that is shipped. */
export const decideBench: Bench = {
  name: 'decide',
  what: `${FACTS.toLocaleString('en')} facts through the default policy, in processor time`,
  async run() {
    const shared = measured(batchOf);
    const fresh = measured((from) => asRead(batchOf(from)));
    const distinct = measured((from) => asRead(batchOf(from).map(distinctly)));
    const floor = measured((from) => asRead(batchOf(from)), onlyBuilt);
    return [
      {
        name: 'facts that share service and intelligence, as in the line',
        value: shared,
        unit: 'facts/s',
        target: { least: TARGET },
      },
      { name: 'facts read each on its own', value: fresh, unit: 'facts/s', target: { least: TARGET } },
      { name: 'facts of which no two are alike', value: distinct, unit: 'facts/s' },
      { name: 'only building the answers, without deciding', value: floor, unit: 'facts/s' },
      { name: 'share of that: facts read each on its own', value: fresh / floor, unit: 'of floor' },
    ];
  },
};

/** Facts as reports bring them: half of packages, a tenth of services under published rules. */
function batchOf(from: number): Facts[] {
  return Array.from({ length: BATCH }, (_, i) => factOf(from + i));
}

const COMPLIANCE = [['pci-dss'], ['federal'], ['fedramp-moderate'], ...Array<string[]>(27).fill([])];
const EXPOSURE = ['internet', 'internal', 'partner', null, 'none'] as const;
const PACKAGES = ['dependency', 'container', 'host'] as const;

const services = Array.from({ length: SERVICES }, (_, i) => ({
  name: `service-${i}`,
  exposure: EXPOSURE[i % 5]!,
  tier: 1 + (i % 4),
  data: i % 3 ? [] : ['pii'],
  compliance: COMPLIANCE[i % 30]!,
}));
const owners = Array.from({ length: 40 }, (_, i) => ({ team: `team-${i}`, unowned: i === 0 }));
const intel = Array.from({ length: VULNERABILITIES }, (_, i) => ({
  kev: i % 50 === 0,
  kevSince: i % 50 === 0 ? '2024-05-01' : null,
  epss: (i % 1000) / 1000,
  epssPercentile: ((i * 7) % 1000) / 1000,
  exploitation: i % 3 ? 'none' : 'poc',
  automatable: i % 2 ? 'no' : 'yes',
  technicalImpact: i % 4 ? 'partial' : 'total',
  sources: ['KEV 2026.11.20', 'EPSS v2026.06.15, 2026-11-20', 'SSVC 2026-11-20'],
}));

const whole = factsSchema.shape;
const wholeServices = services.map((one) => whole.service.parse(one));
const wholeIntel = intel.map((one) => whole.intel.parse(one));
const unknown = whole.intel.parse({});
const plain = factsSchema.parse({ finding: { kind: 'code', severity: 'low' } });
const detected = Array.from({ length: SCANS }, (_, i) =>
  new Date(Date.UTC(2026, 0, 1) + i * 54_321_987).toISOString(),
);

function factOf(i: number): Facts {
  // Large steps that share no divisor with the counts: neighbours have little in common.
  const packaged = i % 2 === 0;
  return {
    ...plain,
    finding: {
      ...plain.finding,
      kind: packaged ? PACKAGES[(i >> 1) % 3]! : KINDS[i % KINDS.length]!,
      severity: SEVERITIES[(i * 7) % SEVERITIES.length]!,
      fixAvailable: packaged ? i % 6 > 0 : null,
      rule: `rule-${i % 700}`,
      path: `src/folder-${i % 9000}/file.ts`,
    },
    service: wholeServices[(i * 31) % SERVICES]!,
    owner: owners[(i * 17) % owners.length]!,
    intel: packaged ? wholeIntel[(i * 1237) % VULNERABILITIES]! : unknown,
    scan: { tool: 'scanner', phase: 'build', branch: 'main' },
    detectedAt: detected[(i * 13) % SCANS]!,
    now: NOW,
  };
}

/** Nothing shared: as lines of a file that has just been read. */
const asRead = (facts: Facts[]): Facts[] => JSON.parse(JSON.stringify(facts)) as Facts[];

/** Every probability and every moment occurs once. */
const distinctly = (facts: Facts, i: number): Facts => ({
  ...facts,
  intel: { ...facts.intel, epss: ((i * 7919) % 1_000_003) / 1_000_003 + Math.random() / 1e7 },
  detectedAt: new Date(Date.parse(facts.detectedAt!) + i * 1013).toISOString(),
});

function measured(batch: (from: number) => Facts[], answer: Answer = byDefaultPolicy()): number {
  let cpuMs = 0;
  let kept = 0;
  for (let from = 0; from < FACTS; from += BATCH) {
    const facts = batch(from);
    const before = process.cpuUsage();
    const decisions = facts.map(answer);
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
    kept += decisions.length;
  }
  if (kept !== FACTS) throw new Error('not every fact has an answer');
  return FACTS / (cpuMs / 1000);
}

type Answer = (facts: Facts) => Decision;

function byDefaultPolicy(): Answer {
  const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
  return (facts) => decide(policy, facts);
}

/** The least an answer can cost: its objects, with a date that is already a text. */
const onlyBuilt: Answer = ({ service, intel, trust, detectedAt }) => ({
  priority: 'P3',
  dueAt: detectedAt,
  regimes: { standard: { dueAt: detectedAt, duties: [] } },
  duties: [],
  reviewAt: null,
  route: { to: 'owner' },
  mode: 'observe',
  pausedBy: null,
  because: [],
  policy: 'default@1',
  basis: { service, intel, trust },
});
