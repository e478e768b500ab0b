import type { FindingLabels, RuleDetail, RuleTrust } from '../../../../contract/trust.ts';
import { count, listed } from '../../../ui/format.ts';

export type Voice = Pick<RuleTrust, 'mode' | 'demoted'>;
export type VoiceName = RuleDetail['history'][number]['after'];

export const nameOf = ({ mode, demoted }: Voice): VoiceName => (demoted ? 'demoted' : mode);

interface Words {
  /** In a table. */
  short: string;
  /** What it means, as a sentence about the rule. */
  long: string;
  /** Filled bars of its sign. */
  bars: number;
}

export const VOICES: Record<VoiceName, Words> = {
  demoted: {
    short: 'Lost its voice',
    long: 'It lost its voice: what it finds waits, unless it is urgent.',
    bars: 0,
  },
  observe: { short: 'Looks on', long: 'It looks on: nothing is said in pull requests.', bars: 1 },
  comment: { short: 'Comments', long: 'It comments in pull requests.', bars: 2 },
  block: {
    short: 'May stop a merge',
    long: 'It may stop a merge, where a guardrail says so.',
    bars: 3,
  },
};

/** Nobody asks for more digits here than a person would say. */
const whole = (share: number): string => `${Math.round(share * 100)} %`;

interface Interval {
  useful: number;
  from: number;
  to: number;
}

/** The useful share with its bounds; null = nobody has judged it. */
export function usefulOf({
  rate,
  lower,
  upper,
}: Pick<RuleTrust, 'rate' | 'lower' | 'upper'>): Interval | null {
  return rate === null ? null : { useful: 1 - rate, from: 1 - upper, to: 1 - lower };
}

export const intervalWords = ({ useful, from, to }: Interval): string =>
  `${whole(useful)} useful, with 95 % certainty between ${whole(from)} and ${whole(to)}`;

export const shareWords = (share: number): string => whole(share);

/** "3 not useful, 12 fixed and 4 we act on". */
export function labelWords({ notUseful, fixed, acknowledged }: RuleTrust['labels']): string {
  const parts = [
    notUseful > 0 && `${notUseful} not useful`,
    fixed > 0 && `${fixed} fixed`,
    acknowledged > 0 && `${acknowledged} we act on`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'none' : listed(parts);
}

/** Reasons come in small letters, to stand in the middle of others. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Hours as a person says them: "12 h", "0.5 h". */
export const hourWords = (hours: number): string => (hours === 0 ? 'none' : `${hours} h`);

const CHANNELS: Record<RuleDetail['channels'][number]['channel'], string> = {
  page: 'on this page',
  ticket: 'in tickets',
  pull: 'in pull requests',
  chat: 'in the chat',
  exception: 'as false positives that were granted',
  scan: 'by scans that proved the fix',
};
export const channelWords = (channel: keyof typeof CHANNELS): string => CHANNELS[channel];

const SAID: Record<FindingLabels['labels'][number]['word'], string> = {
  'not-useful': 'not useful',
  acknowledged: 'useful, we act on it',
  fixed: 'fixed',
};
export const saidWords = (word: keyof typeof SAID): string => SAID[word];

/** What others said of a finding, in one sentence; empty when nobody did. */
export function othersWords({ labels, mine }: Pick<FindingLabels, 'labels' | 'mine'>): string {
  const others = labels.filter(({ by, channel }) => channel !== 'scan' && by !== mine?.by);
  const noise = others.filter(({ word }) => word === 'not-useful').length;
  const useful = others.length - noise;
  const people = (n: number) => count(n, 'colleague');
  if (noise > 0 && useful > 0) return `${people(useful)} found it useful, ${noise} not.`;
  if (noise > 0) return `${people(noise)} found it not useful.`;
  return useful > 0 ? `${people(useful)} found it useful.` : '';
}
