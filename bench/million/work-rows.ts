import { ASK_KINDS } from '../../src/contract/ask-kinds.ts';
import type { CopyValue } from '../../src/platform/database/copy.ts';
import { nameOf } from '../../src/platform/hash.ts';
import { ruleName, type Seeded } from './finding-rows.ts';
import { type FixSums, type SeededTicket, TICKET_ROW } from './fix-rows.ts';
import type { Rows } from './house-rows.ts';
import { random, timedId } from './random.ts';
import { FIXED, REOPENED } from './simulate.ts';
import { TOOLS } from './tools.ts';

const DAY_MS = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const TRACKER = nameOf('connection', 'tracker');

/** Connections that are switched off: nothing is told to anybody. */
export const connectionRows = (): Rows => [
  'connection',
  ['id', 'key', 'system', 'settings', 'enabled'],
  [
    [TRACKER, 'tracker', 'jira', '{"url":"https://jira.acme.example"}', false],
    [nameOf('connection', 'code'), 'code', 'github', '{"organisation":"acme"}', false],
    [nameOf('connection', 'chat'), 'chat', 'slack', '{}', false],
  ],
];

/** Tickets with their other side and what was said on them. */
export function ticketRows(
  seeded: Seeded,
  tickets: readonly SeededTicket[],
  queues: ReadonlyMap<string, number>,
): Rows[] {
  const filed = tickets.filter((_, n) => n % 5 < 3);
  return [
    ['ticket_queue', ['key', 'last_number'], queues],
    ['ticket', TICKET_ROW, tickets.map(({ row }) => row)],
    [
      'filing',
      [
        'id',
        'ticket_id',
        'connection_id',
        'system',
        'place',
        'remote_id',
        'remote_key',
        'remote_url',
        'state',
        'told_rev',
        'told_at',
      ],
      filed.map(({ id, opened }, n) => [
        timedId(opened, n),
        id,
        TRACKER,
        'jira',
        'PAY',
        String(n),
        `PAY-${n}`,
        `https://jira.acme.example/browse/PAY-${n}`,
        'filed',
        1,
        iso(opened),
      ]),
    ],
    [
      'ticket_comment',
      ['id', 'ticket_id', 'at', 'actor', 'text'],
      tickets
        .filter((_, n) => n % 3 === 0)
        .map(({ id, opened }, n) => [
          timedId(opened + DAY_MS, n),
          id,
          iso(opened + DAY_MS),
          `person-${n % 3000}@acme.example`,
          'Looked at it, goes with the next release.',
        ]),
    ],
    [
      'ticket_waiting',
      ['fix_id', 'team_id', 'since', 'because'],
      tickets
        .filter((_, n) => n % 97 === 0)
        .map(({ fix, opened, row }) => [
          seeded.fixId(fix),
          row[2]!,
          iso(opened),
          'the team has enough for this week',
        ]),
    ],
  ];
}

/** What happened to findings after their opening. */
export function* eventRows(seeded: Seeded): Iterable<CopyValue[]> {
  const { findings: f } = seeded.story;
  let number = 0;
  for (let n = 0; n < f.state.length; n++) {
    const state = f.state[n]!;
    if (state < REOPENED) continue;
    const kind = state === FIXED ? 'fixed' : state === REOPENED ? 'reopened' : 'excepted';
    yield [
      timedId(f.changed[n]!, number++),
      seeded.findingId(n),
      iso(f.changed[n]!),
      kind,
      'scan',
      seeded.scanId(f.changedScan[n]!),
      null,
    ];
  }
}
export const EVENT_ROW = ['id', 'finding_id', 'at', 'kind', 'actor', 'scan_id', 'note'];

/** One for each fix that is let off, besides some that were asked and ended otherwise. */
export function* exceptionRows(seeded: Seeded, sums: FixSums, now: number): Iterable<CopyValue[]> {
  const { fixes } = seeded.story;
  for (let fix = 0; fix < fixes.count; fix++) {
    const granted = sums.excepted[fix]! > 0;
    if (!granted && !(sums.open[fix]! > 0 && fix % 90 === 0)) continue;
    const state = granted ? 'granted' : fix % 2 ? 'asked' : 'refused';
    const at = now - (fix % 300) * DAY_MS;
    yield [
      seeded.exceptionId(fix),
      ['accepted-risk', 'false-positive', 'mitigated'][fix % 3]!,
      'fix',
      seeded.fixId(fix),
      'The service goes away with the new checkout.',
      state,
      sums.priority[fix]!,
      seeded.house.teams[fixes.team[fix]!]!.id,
      state === 'asked' ? ['security'] : [],
      `person-${fix % 3000}@acme.example`,
      iso(at),
      state === 'asked' ? null : iso(at + DAY_MS),
      granted ? iso(now + (fix % 180) * DAY_MS) : null,
      1,
      Math.max(1, sums.excepted[fix]!),
      1,
      iso(at + DAY_MS),
    ];
  }
}
export const EXCEPTION_ROW = [
  'id',
  'kind',
  'scope',
  'fix_id',
  'reason',
  'state',
  'priority',
  'team_id',
  'awaits',
  'asked_by',
  'asked_at',
  'decided_at',
  'expires_at',
  'policy_version',
  'findings',
  'teams',
  'settled_at',
];

const ASK_STATES = ['open', 'in-progress', 'done', 'done', 'declined'] as const;

/** What teams and security ask of each other, who is told, what was written down. */
export function talkRows({ house }: Seeded, now: number, size: number): Rows[] {
  const draw = random(23);
  const asks = Math.round(size * 0.005);
  const security = house.teams.filter((team) => team.security);
  return [
    [
      'ask',
      [
        'id',
        'queue',
        'number',
        'kind',
        'from_team_id',
        'to_team_id',
        'title',
        'text',
        'state',
        'waits_since',
        'priority',
        'due_at',
        'asked_by_name',
        'opened_at',
        'changed_at',
        'closed_at',
      ],
      Array.from({ length: asks }, (_, n) => {
        const at = now - draw.next() * 700 * DAY_MS;
        const state = at > now - 60 * DAY_MS ? ASK_STATES[n % 2]! : ASK_STATES[n % 5]!;
        const one = draw.pick(house.teams);
        const other = draw.pick(security);
        const [from, to] = n % 4 ? [one, other] : [other, one];
        return [
          timedId(at, n),
          `${to.queue}A`,
          n + 1,
          ASK_KINDS[n % ASK_KINDS.length]!,
          from.id,
          to.id,
          `Look at our plan for release ${n}`,
          'The plan is in the usual place.',
          state,
          iso(at),
          1 + (n % 4),
          iso(at + 30 * DAY_MS),
          `Person ${n % 3000}`,
          iso(at),
          iso(at + DAY_MS),
          state === 'open' || state === 'in-progress' ? null : iso(at + 9 * DAY_MS),
        ];
      }),
    ],
    [
      'audit_entry',
      ['at', 'actor', 'action', 'subject', 'detail'],
      Array.from({ length: Math.round(size * 0.15) }, (_, n) => [
        iso(now - (1 - (n * 6.66) / size) * 1000 * DAY_MS),
        `person-${n % 3000}@acme.example`,
        draw.pick(['session.begin', 'exception.grant', 'token.make', 'ticket.change']),
        `subject-${n % 9000}`,
        '{"from":"here"}',
      ]),
    ],
    [
      'outbox',
      [
        'id',
        'topic',
        'idempotency_key',
        'payload',
        'state',
        'attempts',
        'last_error',
        'error_code',
        'created_at',
        'done_at',
        'lane',
        'about',
      ],
      Array.from({ length: Math.round(size * 0.05) }, (_, n) => {
        const at = now - draw.next() * 60 * DAY_MS;
        const parked = n % 200 === 0;
        return [
          timedId(at, n),
          'tickets.tell',
          `seed-${n}`,
          '{}',
          parked ? 'parked' : 'done',
          1,
          parked ? 'the tracker refused the field' : null,
          parked ? 'LK-REMOTE-REFUSED' : null,
          iso(at),
          parked ? null : iso(at + 2000),
          TRACKER,
          `PAY-${n}`,
        ];
      }),
    ],
    [
      'insight_marker',
      ['id', 'at', 'title', 'kind', 'created_by', 'created_at'],
      Array.from({ length: 6 }, (_, n) => {
        const at = now - (n + 1) * 100 * DAY_MS;
        return [
          timedId(at, n),
          iso(at).slice(0, 10),
          `A training, the ${n + 1}th`,
          'training',
          'bench',
          iso(at),
        ];
      }),
    ],
    ...trustRows(now),
  ];
}

function trustRows(now: number): Rows[] {
  const rules = TOOLS.flatMap((tool) =>
    Array.from({ length: Math.min(1200, tool.rules) }, (_, n) => ({ tool, n, rule: ruleName(tool, n) })),
  );
  return [
    [
      'rule_trust',
      ['tool', 'rule', 'mode', 'since', 'because', 'earned_mode', 'demoted'],
      rules.map(({ tool, n, rule }) => [
        tool.name,
        rule,
        n % 3 ? 'comment' : 'observe',
        iso(now - (n % 90) * DAY_MS),
        ['few say that it is not useful'],
        n % 3 ? 'comment' : 'observe',
        n % 41 === 0,
      ]),
    ],
    [
      'rule_measure',
      ['tool', 'rule', 'not_useful', 'fixed', 'acknowledged', 'lower_bound', 'upper_bound', 'asked'],
      rules.map(({ tool, n, rule }) => [tool.name, rule, n % 7, n % 23, n % 5, 0.01, 0.3, (n * 37) % 900]),
    ],
  ];
}
