import { PRIORITIES } from '../../../kernel/decision.ts';
import type { Basis, Facts } from '../../policy/pure.ts';
import { sourceOf } from './fact-rows.ts';
import type { Outcome } from './stored-facts.ts';

const dayOf = (iso: string): string => iso.slice(0, 10);

/** What a later decision says otherwise, in words; empty when it comes to the same. Pure. */
export function changesOf(before: Outcome, after: Outcome): string[] {
  const told: string[] = [];
  if (before.priority !== after.priority)
    told.push(`${PRIORITIES[before.priority]} → ${PRIORITIES[after.priority]}`);
  if (before.dueAt !== after.dueAt) told.push(dueWords(before.dueAt, after.dueAt));
  if (before.route !== after.route) told.push(routeWords(before.route, after.route));
  if (before.pausedBy !== after.pausedBy)
    told.push(
      after.pausedBy === null ? 'its clock runs again' : `its clock stands still (rule ${after.pausedBy})`,
    );
  if (before.exploited !== after.exploited)
    told.push(after.exploited ? 'now known to be exploited' : 'no longer known to be exploited');
  if (before.reviewAt !== after.reviewAt && after.reviewAt !== null)
    told.push(`looked at again by ${dayOf(after.reviewAt)}`);
  else if (before.reviewAt !== after.reviewAt && told.length === 0) told.push('no further look is needed');
  return told;
}

function dueWords(before: string | null, after: string | null): string {
  if (after === null) return 'no date any more';
  if (before === null) return `due ${dayOf(after)}`;
  // A clock that stands still for some hours moves the hour alone.
  return dayOf(before) === dayOf(after)
    ? `due ${dayOf(after)} at ${after.slice(11, 16)} instead of ${before.slice(11, 16)} UTC`
    : `due ${dayOf(after)} instead of ${dayOf(before)}`;
}

function routeWords(before: string | null, after: string | null): string {
  if (after === 'hold') return 'held';
  if (after === null) return before === 'hold' ? 'no longer held' : 'goes to the queue of its owner';
  return `goes to the queue ${after}`;
}

/** Which facts are not what they were, in words and in a steady order. Pure. */
export function factWords(before: Basis | null, after: Basis): string[] {
  if (!before) return [];
  return [
    ...intelWords(before.intel, after.intel),
    ...serviceWords(before.service, after.service),
    ...trustWords(before.trust, after.trust),
  ];
}

type Intel = Facts['intel'];

function intelWords(before: Intel, after: Intel): string[] {
  const told: string[] = [];
  const say = (source: string, text: string) => {
    const from = sourceOf(source, after.sources);
    told.push(from ? `${text} [${from}]` : text);
  };
  if (before.kev !== after.kev) {
    if (after.kev === true)
      say('kev', `known exploited${after.kevSince ? ` since ${after.kevSince}` : ''} (KEV)`);
    else say('kev', before.kev ? 'no longer in the catalogue of exploited ones (KEV)' : 'KEV was asked');
  } else if (before.kevSince !== after.kevSince && after.kevSince)
    say('kev', `known exploited since ${after.kevSince} (KEV)`);
  if (before.epssPercentile !== after.epssPercentile)
    say('epss', `EPSS ${shares(before.epssPercentile, after.epssPercentile, 'percentile')}`);
  else if (before.epss !== after.epss) say('epss', `EPSS ${shares(before.epss, after.epss, 'chance')}`);
  for (const [field, name] of SSVC)
    if (before[field] !== after[field])
      say('ssvc', `${name} ${before[field] ?? 'not assessed'} → ${after[field] ?? 'not assessed'}`);
  if (before.ransomware !== after.ransomware && after.ransomware) say('kev', 'used by ransomware');
  return told;
}

const SSVC = [
  ['exploitation', 'exploitation'],
  ['automatable', 'automatable'],
  ['technicalImpact', 'technical impact'],
] as const;

const percent = (share: number | null): string =>
  share === null ? 'not assessed' : `${Math.floor(share * 1000) / 10} %`;
const shares = (before: number | null, after: number | null, of: string): string =>
  `${of} ${percent(before)} → ${percent(after)}`;

function serviceWords(before: Facts['service'], after: Facts['service']): string[] {
  const fields = ['name', 'exposure', 'tier', 'lifecycle', 'data', 'compliance'] as const;
  return fields.flatMap((field) => {
    const [was, is] = [valueWords(before[field]), valueWords(after[field])];
    return was === is ? [] : [`${FIELD_WORDS[field]} ${was} → ${is}`];
  });
}

const FIELD_WORDS = {
  name: 'service',
  exposure: 'exposure',
  tier: 'tier',
  lifecycle: 'lifecycle',
  data: 'data',
  compliance: 'compliance',
} as const;

function valueWords(value: string | number | readonly string[] | null | undefined): string {
  if (value === null || value === undefined) return 'not stated';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length > 0 ? [...value].sort().join(', ') : 'none';
}

/** A rule that nobody judged looks on. */
const MODE_WORDS = { observe: 'looks on', comment: 'may comment', block: 'may stop a merge' } as const;
const modeWords = ({ mode }: Facts['trust']): string => MODE_WORDS[mode ?? 'observe'];

const trustWords = (before: Facts['trust'], after: Facts['trust']): string[] => {
  const told: string[] = [];
  if (modeWords(before) !== modeWords(after))
    told.push(`its rule ${modeWords(after)} (before: ${modeWords(before)})`);
  if (before.demoted !== after.demoted && (before.demoted || after.demoted))
    told.push(after.demoted ? 'its rule lost its voice' : 'its rule has its voice back');
  return told;
};

/** Whether a service is as it was where a decision could see it. Pure. */
export const sameService = (before: Facts['service'], after: Facts['service']): boolean =>
  serviceWords(before, after).length === 0;
