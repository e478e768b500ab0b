import { PRIORITIES } from '../../src/kernel/decision.ts';
import type { CopyValue } from '../../src/platform/database/copy.ts';
import { nameOf } from '../../src/platform/hash.ts';
import { ruleName, type Seeded } from './finding-rows.ts';
import { random } from './random.ts';
import { TOOLS } from './tools.ts';

/** A table, its columns, and its rows. */
export type Rows = [table: string, columns: string[], rows: Iterable<CopyValue[]>];

const SOURCES = ['about.yaml owner', 'about.yaml paths', 'CODEOWNERS', 'code host', 'catalogue'];
const iso = (ms: number): string => new Date(ms).toISOString();

/** Units, teams, people, repositories, and how well they are owned. */
export function houseRows({ house }: Seeded, now: number): Rows[] {
  const { units, teams, people, repositories, targets } = house;
  const born = iso(now - 1095 * 86_400_000);
  return [
    [
      'business_unit',
      ['id', 'key', 'name', 'leader', 'parent_id'],
      units.map(({ id, key, name, parentId }) => [id, key, name, `lead-${key}@acme.example`, parentId]),
    ],
    [
      'team',
      [
        'id',
        'key',
        'name',
        'business_unit_id',
        'kind',
        'queue',
        'channel',
        'manager',
        'champion',
        'partner',
        'created_at',
      ],
      teams.map(({ id, key, name, unitId, queue, security }, n) => [
        id,
        key,
        name,
        security ? null : unitId,
        security ? 'security' : 'team',
        queue,
        `#${key}`,
        people[n * 6]!.email,
        people[n * 6 + 1]!.email,
        people[1 + (n % 11)]!.email,
        born,
      ]),
    ],
    [
      'person',
      ['id', 'email', 'name', 'roles'],
      people.map(({ id, email, name, roles }) => [id, email, name, roles]),
    ],
    [
      'membership',
      ['person_id', 'team_id', 'role'],
      people.map(({ id }, n) => [
        id,
        teams[Math.floor(n / 6)]!.id,
        ['manager', 'champion', 'deputy'][n % 6] ?? 'developer',
      ]),
    ],
    [
      'repository',
      ['id', 'key', 'business_unit_id', 'archived', 'known_by', 'url'],
      repositories.map(({ id, key, unitId }, n) => [
        id,
        key,
        unitId,
        n % 50 === 49,
        'host',
        `https://git.acme.example/${key}`,
      ]),
    ],
    [
      'service',
      ['id', 'repository_id', 'path', 'name', 'exposure', 'tier'],
      repositories.flatMap(({ id, services }, n) =>
        services.map((path, s) => [
          nameOf('service', id, path),
          id,
          path,
          `service-${n}-${s}`,
          ['internet', 'internal', 'partner'][n % 3]!,
          1 + (n % 4),
        ]),
      ),
    ],
    [
      'ownership_coverage',
      ['repository_id', 'folder', 'name', 'team', 'source', 'unowned', 'descriptor', 'reviewed', 'errors'],
      coverage(house, now),
    ],
    [
      'target',
      ['id', 'kind', 'key', 'repository_id'],
      targets.map(({ id, kind, key, repository }) => [
        id,
        kind,
        key,
        kind === 'repository' ? repositories[repository]!.id : null,
      ]),
    ],
  ];
}

function coverage({ teams, repositories }: Seeded['house'], now: number): CopyValue[][] {
  return repositories.flatMap(({ id, team, services, unowned }, n) =>
    ['', ...services].map((folder, s) => {
      const described = !unowned && n % 3 > 0;
      return [
        id,
        folder,
        folder === '' ? null : `service-${n}-${s - 1}`,
        unowned ? teams[n % 4]!.key : teams[team]!.key,
        unowned ? 'security triage' : SOURCES[n % SOURCES.length]!,
        unowned,
        described ? 'about.yaml' : null,
        described ? iso(now - (n % 700) * 86_400_000).slice(0, 10) : null,
        described && n % 40 === 0 ? 1 : 0,
      ];
    }),
  );
}

/** What findings share: streams, rules, reasons; and the scans, with what came of each. */
export function sharedRows(seeded: Seeded, now: number): Rows[] {
  const { house, streams } = seeded;
  const lastScan = ({ scans }: (typeof streams.all)[number]) => scans[1] - 1;
  return [
    [
      'stream',
      ['id', 'target_id', 'tool', 'scan_id', 'scanned_at', 'first_at'],
      streams.all.map((stream) => [
        stream.id,
        house.targets[stream.target]!.id,
        stream.tool.name,
        seeded.scanId(lastScan(stream)),
        iso(streams.scanTimes[lastScan(stream)]!),
        stream.tool.name === 'by-hand' ? null : iso(streams.scanTimes[stream.scans[0]]!),
      ]),
    ],
    [
      'rule',
      ['id', 'tool', 'key', 'name', 'description', 'cwes'],
      TOOLS.flatMap((tool) =>
        Array.from({ length: tool.rules }, (_, n) => {
          const rule = ruleName(tool, n);
          const title = tool.titles[n % tool.titles.length]!;
          return [
            nameOf('rule', tool.name, rule),
            tool.name,
            rule,
            title,
            `${title}: what it is, and why it matters to whoever runs it.`,
            [20 + (n % 900)],
          ];
        }),
      ),
    ],
    ['reason', ['id', 'because', 'source', 'facts'], reasons(seeded)],
    ['scan', SCAN_ROW, scans(seeded, now)],
  ];
}

function* reasons(seeded: Seeded): Iterable<CopyValue[]> {
  for (const [n, team] of seeded.house.teams.entries()) {
    yield [
      seeded.ownerReasonId(n, false),
      [`about.yaml names ${team.key} as owner`, 'nothing more specific speaks of the place'],
      SOURCES[n % SOURCES.length]!,
      null,
    ];
    yield [
      seeded.ownerReasonId(n, true),
      [
        'no about.yaml, no CODEOWNERS, no catalogue names an owner',
        `${team.key} takes care until one is found`,
      ],
      'security triage',
      null,
    ];
  }
  for (let n = 0; n < seeded.decisionReasons; n++) {
    const exposure = ['internet', 'internal', 'partner', null][n % 4];
    const facts = {
      service: {
        name: `service-${n % 4000}`,
        exposure,
        tier: 1 + (n % 4),
        data: ['pii'],
        compliance: [],
        lifecycle: 'production',
      },
      intel: {
        kev: n % 50 === 0,
        kevSince: null,
        published: null,
        ransomware: false,
        epss: (n % 1000) / 1000,
        epssPercentile: (n % 1000) / 1000,
        exploitation: null,
        automatable: null,
        technicalImpact: null,
        sources: [],
      },
      trust: { mode: null, demoted: null },
    };
    yield [
      seeded.decisionReasonId(n),
      [
        `severity and exposure give ${PRIORITIES[n % 5]}`,
        `service-${n % 4000} is reachable from ${exposure ?? 'nowhere known'}`,
      ],
      'default@1',
      JSON.stringify(facts),
    ];
  }
}

const SCAN_ROW = [
  'id',
  'target_id',
  'stream_id',
  'tool',
  'phase',
  'branch',
  'commit',
  'scanned_at',
  'received_at',
  'started_at',
  'finished_at',
  'blob',
  'bytes',
  'file_name',
  'state',
  'error_code',
  'error',
  'observations',
  'delta',
  'submitted_by',
];

function* scans(seeded: Seeded, now: number): Iterable<CopyValue[]> {
  const { streams, story, house } = seeded;
  const opened = new Int32Array(streams.scanTimes.length);
  const fixed = new Int32Array(streams.scanTimes.length);
  story.findings.openedScan.forEach((scan, n) => {
    opened[scan]!++;
    if (story.findings.state[n] === 2) fixed[story.findings.changedScan[n]!]!++;
  });
  const draw = random(17);
  for (const stream of streams.all)
    for (let scan = stream.scans[0]; scan < stream.scans[1]; scan++) {
      const at = Math.min(now, streams.scanTimes[scan]!);
      const quiet = opened[scan] === 0 && scan + 1 < stream.scans[1];
      const failed = quiet && draw.chance(0.05);
      const state = failed ? 'failed' : quiet && draw.chance(0.6) ? 'same' : 'done';
      const seen = 5 + draw.below(300);
      yield [
        seeded.scanId(scan),
        house.targets[stream.target]!.id,
        stream.id,
        failed && draw.chance(0.3) ? null : stream.tool.name,
        stream.tool.phase,
        'main',
        draw.uuid().replaceAll('-', '').slice(0, 20),
        iso(at),
        iso(at + 40_000),
        iso(at + 41_000),
        iso(at + 42_500),
        null,
        2000 + seen * 900,
        `${stream.tool.name}.json`,
        state,
        failed ? 'LK-READ-INVALID' : null,
        failed ? 'the report ends in the middle' : null,
        failed ? null : seen + opened[scan]!,
        failed
          ? null
          : JSON.stringify({ opened: opened[scan], seen, moved: 0, fixed: fixed[scan], reopened: 0 }),
        'ci',
      ];
    }
}
