import { nameOf } from '../../src/platform/hash.ts';
import type { House } from './house.ts';
import { random } from './random.ts';
import { TOOLS, type Tool } from './tools.ts';

const DAY_MS = 86_400_000;
/** Scans per finding that the house has seen. */
const SCANS_PER_FINDING = 0.3;

/** One tool over one target, with the times of its scans. */
export interface Stream {
  id: string;
  tool: Tool;
  target: number;
  /** Findings of it: so many, from this number on. */
  findings: number;
  /** Numbers of its first scan, and of the one after its last. */
  scans: [number, number];
}

export interface Streams {
  all: Stream[];
  /** Times of all scans in milliseconds, stream by stream, ascending inside each. */
  scanTimes: Float64Array;
  /** Number of the stream of a tool over a target. */
  find(tool: string, target: number): number | undefined;
}

/** Who looks at what since when, how often, and how much there is to find: `findings` in all. */
export function makeStreams(house: House, findings: number, now: number, seed: number): Streams {
  const draw = random(seed);
  const all: (Stream & { weight: number; since: number })[] = [];
  const places = new Map<string, number>();
  for (const tool of TOOLS) {
    const targets = house.targets.flatMap((target, n) =>
      target.kind === tool.looksAt && draw.chance(tool.coverage) ? [n] : [],
    );
    for (const target of targets) {
      places.set(`${tool.name} ${target}`, all.length);
      all.push({
        id: nameOf('stream', tool.name, target),
        tool,
        target,
        findings: 0,
        scans: [0, 0],
        weight: (tool.weight / targets.length) * draw.uneven(),
        since: now - (tool.since - draw.next() * tool.rolledOut) * DAY_MS,
      });
    }
  }
  shareOut(all, findings);
  const times: number[] = [];
  const perStream = (findings * SCANS_PER_FINDING) / all.length;
  for (const stream of all) {
    const last = now - draw.wait(draw.chance(0.05) ? 60 : 3) * DAY_MS;
    const more = Math.floor(draw.wait(perStream));
    const later = Array.from(
      { length: more },
      () => stream.since + draw.next() * Math.max(0, last - stream.since),
    );
    stream.scans = [times.length, times.length + more + 1];
    times.push(stream.since, ...later.sort((a, b) => a - b));
  }
  return {
    all,
    scanTimes: Float64Array.from(times),
    find: (tool, target) => places.get(`${tool} ${target}`),
  };
}

/** By weight, and exactly `findings` in all. */
function shareOut(streams: (Stream & { weight: number })[], findings: number): void {
  const sum = streams.reduce((total, { weight }) => total + weight, 0);
  let seen = 0;
  let given = 0;
  for (const stream of streams) {
    seen += stream.weight;
    const until = Math.round((seen / sum) * findings);
    stream.findings = until - given;
    given = until;
  }
}
