import type { CopyValue } from '../../src/platform/database/copy.ts';
import type { Seeded } from './finding-rows.ts';
import { timedId } from './random.ts';
import { EXCEPTED, FIXED } from './simulate.ts';
import { PACKAGES } from './words.ts';

/** What the findings of each fix come to. */
export interface FixSums {
  open: Int32Array;
  members: Int32Array;
  excepted: Int32Array;
  exploited: Int32Array;
  priority: Uint8Array;
  opened: Float64Array;
  closed: Float64Array;
  due: Float64Array;
}

export function sumFixes({ story: { findings: f, fixes } }: Seeded): FixSums {
  const count = fixes.count;
  const sums: FixSums = {
    open: new Int32Array(count),
    members: new Int32Array(count),
    excepted: new Int32Array(count),
    exploited: new Int32Array(count),
    priority: new Uint8Array(count).fill(4),
    opened: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    closed: new Float64Array(count),
    due: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
  };
  for (let n = 0; n < f.fix.length; n++) {
    const fix = f.fix[n]!;
    const open = f.state[n]! < FIXED;
    sums.members[fix]!++;
    if (open) sums.open[fix]!++;
    if (f.state[n] === EXCEPTED) sums.excepted[fix]!++;
    if (open && f.exploited[n]) sums.exploited[fix]!++;
    sums.priority[fix] = Math.min(sums.priority[fix]!, f.priority[n]!);
    sums.opened[fix] = Math.min(sums.opened[fix]!, f.opened[n]!);
    sums.closed[fix] = Math.max(sums.closed[fix]!, f.changed[n]!);
    if (f.due[n]! < sums.due[fix]!) sums.due[fix] = f.due[n]!;
  }
  return sums;
}

const time = (ms: number): string | null => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);

export const FIX_ROW = [
  'id',
  'kind',
  'target_id',
  'owner_team_id',
  'unowned',
  'title',
  'component',
  'to_version',
  'folder',
  'state',
  'route',
  'open_findings',
  'priority',
  'due_at',
  'exploited',
  'opened_at',
  'closed_at',
];

export function* fixRows(seeded: Seeded, sums: FixSums): Iterable<CopyValue[]> {
  const { fixes } = seeded.story;
  for (let fix = 0; fix < fixes.count; fix++) {
    if (sums.members[fix] === 0) continue;
    const { tool, target } = seeded.streams.all[fixes.stream[fix]!]!;
    const packaged = tool.kind === 'dependency' || tool.kind === 'container';
    const open = sums.open[fix]! > 0;
    yield [
      seeded.fixId(fix),
      tool.kind === 'container'
        ? 'base-image'
        : packaged
          ? 'upgrade'
          : tool.kind === 'secret'
            ? 'rotate'
            : 'edit',
      seeded.house.targets[target]!.id,
      seeded.house.teams[fixes.team[fix]!]!.id,
      fixes.unowned[fix] === 1,
      titleOf(seeded, fix),
      packaged ? `pkg:npm/${PACKAGES[((fix * 7) % 3000) % PACKAGES.length]}` : null,
      packaged ? '9.0.0' : null,
      packaged ? null : 'src',
      open ? 'open' : 'closed',
      fixes.held[fix] ? 'hold' : 'owner',
      sums.open[fix]!,
      sums.priority[fix]!,
      time(sums.due[fix]!),
      sums.exploited[fix]!,
      time(sums.opened[fix]!),
      open ? null : time(sums.closed[fix]!),
    ];
  }
}

function titleOf({ story: { fixes }, streams }: Seeded, fix: number): string {
  const { tool } = streams.all[fixes.stream[fix]!]!;
  return tool.kind === 'dependency' || tool.kind === 'container'
    ? `Upgrade ${PACKAGES[((fix * 7) % 3000) % PACKAGES.length]} (${fix % 97})`
    : tool.titles[fix % tool.titles.length]!;
}

export interface SeededTicket {
  id: string;
  fix: number;
  opened: number;
  row: CopyValue[];
}

export const TICKET_ROW = [
  'id',
  'fix_id',
  'team_id',
  'queue',
  'number',
  'title',
  'priority',
  'due_at',
  'findings',
  'state',
  'assignee',
  'opened_at',
  'closed_at',
];
const WORKED = [
  'open',
  'open',
  'open',
  'open',
  'open',
  'open',
  'open',
  'in-progress',
  'in-progress',
  'claimed-fixed',
] as const;

/** A ticket for each fix that the policy asks of somebody, numbered in its queue as time went by. */
export function seedTickets(
  seeded: Seeded,
  sums: FixSums,
): { tickets: SeededTicket[]; queues: Map<string, number> } {
  const { fixes } = seeded.story;
  const wanted = [...Array(fixes.count).keys()].filter(
    (fix) => sums.members[fix]! > 0 && sums.priority[fix]! < 4 && !fixes.held[fix] && fix % 12 > 0,
  );
  wanted.sort((a, b) => sums.opened[a]! - sums.opened[b]!);
  const queues = new Map<string, number>();
  const tickets = wanted.map((fix, n) => {
    const team = seeded.house.teams[fixes.team[fix]!]!;
    const number = (queues.get(team.queue) ?? 0) + 1;
    queues.set(team.queue, number);
    const opened = sums.opened[fix]! + 60_000;
    const id = timedId(opened, n);
    const closed = sums.open[fix] === 0;
    return {
      id,
      fix,
      opened,
      row: [
        id,
        seeded.fixId(fix),
        team.id,
        team.queue,
        number,
        titleOf(seeded, fix),
        sums.priority[fix]!,
        time(sums.due[fix]!),
        sums.open[fix]!,
        closed ? 'closed' : WORKED[fix % WORKED.length]!,
        fix % 5 === 0 ? `person-${fix % 3000}` : null,
        time(opened),
        closed ? time(Math.max(opened, sums.closed[fix]!)) : null,
      ],
    };
  });
  return { tickets, queues };
}
