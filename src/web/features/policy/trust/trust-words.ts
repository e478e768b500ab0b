import type { FindingLabels, RuleDetail, RuleTrust } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { listed } from '../../../ui/format.ts';

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
    short: t('Lost its voice'),
    long: t('It lost its voice: what it finds waits, unless it is urgent.'),
    bars: 0,
  },
  observe: { short: t('Looks on'), long: t('It looks on: nothing is said in pull requests.'), bars: 1 },
  comment: { short: t('Comments'), long: t('It comments in pull requests.'), bars: 2 },
  block: {
    short: t('May stop a merge'),
    long: t('It may stop a merge, where a guardrail says so.'),
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
  t('{useful} useful, with 95 % certainty between {from} and {to}', {
    useful: whole(useful),
    from: whole(from),
    to: whole(to),
  });

export const shareWords = (share: number): string => whole(share);

/** "3 not useful, 12 fixed and 4 we act on". */
export function labelWords({ notUseful, fixed, acknowledged }: RuleTrust['labels']): string {
  const parts = [
    notUseful > 0 && t('{notUseful} not useful', { notUseful }),
    fixed > 0 && t('{fixed} fixed', { fixed }),
    acknowledged > 0 && t('{acknowledged} we act on', { acknowledged }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t('none') : listed(parts);
}

/** Reasons come in small letters, to stand in the middle of others. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Hours as a person says them: "12 h", "0.5 h". */
export const hourWords = (hours: number): string => (hours === 0 ? t('none') : `${hours} h`);

const CHANNELS: Record<RuleDetail['channels'][number]['channel'], string> = {
  page: t('on this page'),
  ticket: t('in tickets'),
  pull: t('in pull requests'),
  chat: t('in the chat'),
  exception: t('as false positives that were granted'),
  scan: t('by scans that proved the fix'),
};
export const channelWords = (channel: keyof typeof CHANNELS): string => CHANNELS[channel];

const SAID: Record<FindingLabels['labels'][number]['word'], string> = {
  'not-useful': t('not useful'),
  acknowledged: t('useful, we act on it'),
  fixed: t('fixed'),
};
export const saidWords = (word: keyof typeof SAID): string => SAID[word];

/** What others said of a finding, in one sentence; empty when nobody did. */
export function othersWords({ labels, mine }: Pick<FindingLabels, 'labels' | 'mine'>): string {
  const others = labels.filter(({ by, channel }) => channel !== 'scan' && by !== mine?.by);
  const noise = others.filter(({ word }) => word === 'not-useful').length;
  const useful = others.length - noise;
  const people = (n: number) => t('{n, plural, one {# colleague} other {# colleagues}}', { n });
  if (noise > 0 && useful > 0)
    return t('{useful} found it useful, {noise} not.', { useful: people(useful), noise });
  if (noise > 0) return t('{noise} found it not useful.', { noise: people(noise) });
  return useful > 0 ? t('{useful} found it useful.', { useful: people(useful) }) : '';
}
