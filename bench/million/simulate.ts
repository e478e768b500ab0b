import type { House } from './house.ts';
import { type Random, random } from './random.ts';
import type { Stream, Streams } from './streams.ts';

const DAY_MS = 86_400_000;
export const REOPENED = 1;
export const FIXED = 2;
export const EXCEPTED = 3;

/** Mean days until a weakness is gone, by severity; longer for what was there at the first look. */
const LIVES = [40, 120, 420, 900, 1500] as const;
/** Days that the policy gives, by priority. */
const GIVES = [1, 7, 30, 90, null] as const;
/** Share of followers where both tools look. */
const FOLLOWS = 0.75;

/** What happened, a column per fact: a million objects would not fit. */
export interface Findings {
  stream: Int32Array;
  fix: Int32Array;
  opened: Float64Array;
  changed: Float64Array;
  /** NaN = none. */
  due: Float64Array;
  severity: Uint8Array;
  priority: Uint8Array;
  state: Uint8Array;
  exploited: Uint8Array;
  /** Number of the finding that leads; -1 = none. */
  lead: Int32Array;
  openedScan: Int32Array;
  changedScan: Int32Array;
}

export interface Fixes {
  stream: Int32Array;
  team: Int32Array;
  unowned: Uint8Array;
  held: Uint8Array;
  excepted: Uint8Array;
  count: number;
}

export interface Story {
  findings: Findings;
  fixes: Fixes;
}

/** Three years of scans: first looks that bring backlogs, later ones that open and fix. */
export function simulate(house: House, streams: Streams, count: number, now: number, seed: number): Story {
  const draw = random(seed);
  const findings = emptyFindings(count);
  const fixes: Fixes = {
    stream: new Int32Array(count),
    team: new Int32Array(count),
    unowned: new Uint8Array(count),
    held: new Uint8Array(count),
    excepted: new Uint8Array(count),
    count: 0,
  };
  const starts: number[] = [];
  let at = 0;
  streams.all.forEach((stream, number) => {
    starts.push(at);
    const firstFix = makeFixes(fixes, house, stream, number, draw);
    for (let n = 0; n < stream.findings; n++)
      happen(findings, at + n, { streams, stream, number, fixes, firstFix, now, draw });
    follow(findings, at, { streams, stream, starts, draw });
    at += stream.findings;
  });
  return { findings, fixes };
}

function emptyFindings(count: number): Findings {
  return {
    stream: new Int32Array(count),
    fix: new Int32Array(count),
    opened: new Float64Array(count),
    changed: new Float64Array(count),
    due: new Float64Array(count),
    severity: new Uint8Array(count),
    priority: new Uint8Array(count),
    state: new Uint8Array(count),
    exploited: new Uint8Array(count),
    lead: new Int32Array(count).fill(-1),
    openedScan: new Int32Array(count),
    changedScan: new Int32Array(count),
  };
}

function makeFixes(fixes: Fixes, house: House, stream: Stream, number: number, draw: Random): number {
  const first = fixes.count;
  const repository = house.repositories[house.targets[stream.target]!.repository]!;
  const wanted = stream.findings === 0 ? 0 : Math.max(1, Math.round(stream.findings / stream.tool.perFix));
  for (let n = 0; n < wanted; n++) {
    const fix = fixes.count++;
    fixes.stream[fix] = number;
    fixes.unowned[fix] = repository.unowned ? 1 : 0;
    fixes.team[fix] = repository.unowned ? number % 4 : draw.chance(0.3) ? repository.other : repository.team;
    fixes.held[fix] = draw.chance(0.02) ? 1 : 0;
    fixes.excepted[fix] = draw.chance(0.07) ? 1 : 0;
  }
  return first;
}

interface Happening {
  streams: Streams;
  stream: Stream;
  number: number;
  fixes: Fixes;
  firstFix: number;
  now: number;
  draw: Random;
}

function happen(
  all: Findings,
  n: number,
  { streams, stream, number, fixes, firstFix, now, draw }: Happening,
): void {
  const [first, end] = stream.scans;
  const fix = firstFix + draw.skewed(Math.max(1, Math.round(stream.findings / stream.tool.perFix)));
  const backlog = end - first === 1 || draw.chance(0.38);
  const scan = backlog ? first : first + 1 + draw.below(end - first - 1);
  const severity = severityOf(stream, draw);
  const exploited = severity < 2 && stream.tool.kind !== 'code' && draw.chance(0.02);
  const priority = Math.max(0, Math.min(4, severity + 1 - (exploited ? 1 : 0) - (draw.chance(0.15) ? 1 : 0)));
  const opened = streams.scanTimes[scan]!;
  const ends = opened + draw.wait(LIVES[severity]! * (backlog ? 1.5 : 1)) * DAY_MS;
  const gives = GIVES[priority] ?? null;
  all.stream[n] = number;
  all.fix[n] = fix;
  all.opened[n] = opened;
  all.severity[n] = severity;
  all.priority[n] = priority;
  all.exploited[n] = exploited ? 1 : 0;
  all.due[n] = gives === null ? Number.NaN : opened + gives * DAY_MS;
  all.openedScan[n] = scan;
  all.changedScan[n] = scan;
  all.changed[n] = opened;
  if (ends < now) {
    all.state[n] = FIXED;
    all.changed[n] = ends;
    all.changedScan[n] = Math.min(end - 1, scan + 1);
  } else if (fixes.excepted[fix]) {
    all.state[n] = EXCEPTED;
    all.changed[n] = opened + draw.next() * (now - opened);
  } else if (draw.chance(0.02)) {
    all.state[n] = REOPENED;
    all.changed[n] = opened + draw.next() * (now - opened);
  }
}

function severityOf(stream: Stream, draw: Random): number {
  let left = draw.next();
  for (const [rank, share] of stream.tool.severities.entries()) {
    left -= share;
    if (left < 0) return rank;
  }
  return 4;
}

/** Where another tool looks at the same target, most of what this one tells is known: its work is the leader's. */
function follow(
  all: Findings,
  from: number,
  {
    streams,
    stream,
    starts,
    draw,
  }: { streams: Streams; stream: Stream; starts: readonly number[]; draw: Random },
): void {
  const other = stream.tool.follows && streams.find(stream.tool.follows, stream.target);
  const leader = other === undefined || other === '' ? undefined : streams.all[other];
  if (typeof other !== 'number' || !leader || leader.findings === 0) return;
  for (let n = from; n < from + stream.findings; n++) {
    if (!draw.chance(FOLLOWS)) continue;
    const lead = starts[other]! + draw.below(leader.findings);
    all.lead[n] = lead;
    all.fix[n] = all.fix[lead]!;
    all.severity[n] = all.severity[lead]!;
    all.priority[n] = all.priority[lead]!;
    all.due[n] = all.due[lead]!;
    all.state[n] = all.state[lead]!;
    all.changed[n] = Math.max(all.opened[n]!, all.changed[lead]!);
  }
}
