import { type Facts, hasFix } from '../deciding/facts.ts';
import type { Clock } from '../document/sections/deadlines.ts';
import { parseMoment } from './moment.ts';

/** When a clock starts, and in words from what it counts. */
export interface Start {
  ms: number;
  from: string;
}

const WORDS: Record<Exclude<Clock, 'detected'>, { from: string; unknown: string }> = {
  evaluated: { from: 'its evaluation', unknown: ', as it is not known when it was evaluated' },
  published: { from: 'its publication', unknown: ', as it is not known when it was published' },
  // For what had a fix from the beginning nothing is remembered: that says nothing is unknown.
  'fix-available': { from: 'the day the fix appeared', unknown: '' },
  'kev-added': { from: 'the day it entered KEV', unknown: ', as it is not known when it entered KEV' },
};

/**
 * Where every clock starts at the earliest: at detection, or when it came back after its fix had been verified for
 * long. Nobody can keep a date for what nobody could know. A sender's clock that runs ahead buys no time.
 * @returns null where nothing usable is known
 */
export function detectionOf({ detectedAt, now, finding }: Facts): Start | null {
  const nowMs = parseMoment(now);
  const detectedMs = parseMoment(detectedAt) ?? nowMs;
  if (detectedMs === null) return null;
  const early = nowMs !== null && nowMs < detectedMs ? nowMs : detectedMs;
  const restarted = finding.restartedAt === null ? null : parseMoment(finding.restartedAt);
  if (restarted !== null && restarted > early && (nowMs === null || restarted <= nowMs))
    return { ms: restarted, from: 'the day it came back' };
  return { ms: early, from: 'detection' };
}

/** When this clock starts: at its moment, if that came after detection; for a fix never before the fix appeared. */
export function startOf(clock: Clock, detection: Start, facts: Facts): Start {
  const nowMs = parseMoment(facts.now);
  const later = (start: Start, told: string | null, from: string): Start => {
    const ms = told === null ? null : parseMoment(told);
    return ms !== null && ms > start.ms && (nowMs === null || ms <= nowMs) ? { ms, from } : start;
  };
  let start = detection;
  if (clock !== 'detected') {
    const told = momentOf(clock, facts);
    const { from, unknown } = WORDS[clock];
    start =
      told === null && unknown !== ''
        ? { ms: start.ms, from: start.from + unknown }
        : later(start, told, from);
  }
  const { finding } = facts;
  if (finding.fixAvailableSince === null || !hasFix(finding)) return start;
  return later(start, finding.fixAvailableSince, WORDS['fix-available'].from);
}

function momentOf(clock: Exclude<Clock, 'detected'>, { finding, intel }: Facts): string | null {
  switch (clock) {
    case 'evaluated':
      return finding.evaluatedAt;
    case 'published':
      return intel.published;
    case 'fix-available':
      return finding.fixAvailableSince;
    case 'kev-added':
      return intel.kevSince;
  }
}
