import type { Decision } from '../../../kernel/decision.ts';
import type { Policy } from '../document/compile.ts';
import { type Facts, hasFix } from './facts.ts';
import { describeDeadline, judge, type Verdict } from './verdict.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Last moment that a date of four-digit years can name. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** So many verdicts are some tens of megabytes at most; real scans need hundreds. */
const MAX_VERDICTS = 20_000;

/**
 * How urgent, by when, to whom, and why: pure, the same facts always get the same answer.
 * Days are 24 hours from detection, or from the appearance of the fix if that came later. Facts out of
 * range (NaN, a probability of 7) count as not assessed. `because` is shared between decisions: do not
 * change it in place.
 */
export function decide(policy: Policy, facts: Facts): Decision {
  const verdict = verdictFor(policy, facts);
  const { dueAt, sentence } = dated(verdict, facts);
  return {
    priority: verdict.priority,
    dueAt,
    regimes: { standard: { dueAt, duties: [] } },
    duties: [],
    reviewAt: null,
    route: verdict.route,
    mode: verdict.mode,
    pausedBy: null,
    because: reasons(verdict, sentence),
    policy: policy.label,
    basis: verdict.basis,
  };
}

function verdictFor(policy: Policy, facts: Facts): Verdict {
  const key = keyOf(policy.reads, facts);
  const known = policy.verdicts.get(key);
  if (known) return known;
  if (policy.verdicts.size >= MAX_VERDICTS) policy.verdicts.clear();
  const verdict = judge(policy, facts);
  policy.verdicts.set(key, verdict);
  return verdict;
}

/**
 * The facts that matter, as one text. What a decision keeps as its basis counts whole; of the finding itself, its
 * owner and scan only what some rule or sentence reads.
 */
function keyOf(reads: Policy['reads'], facts: Facts): string {
  const groups = facts as unknown as Record<string, Record<string, unknown>>;
  let key = `${textOf(facts.service)}|${textOf(facts.intel)}|${textOf(facts.trust)}|`;
  for (const { group, field } of reads) key += fieldText(groups[group]![field]);
  return key;
}

/** Findings share their service and what is known of a vulnerability: each is put into words once. */
const texts = new WeakMap<object, string>();
function textOf(group: object): string {
  let text = texts.get(group);
  if (text === undefined) {
    text = '';
    for (const value of Object.values(group)) text += fieldText(value);
    texts.set(group, text);
  }
  return text;
}

/** Texts carry their length, so that no two combinations collide. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return `${value.length}"${value}`;
  return Array.isArray(value) ? JSON.stringify(value) : `${value},`;
}

interface Dated {
  dueAt: string | null;
  sentence: string;
}

/** The moment the clock starts, in milliseconds; null where nothing usable is known. */
function startOf(verdict: Verdict, { detectedAt, now, finding }: Facts): { ms: number; from: string } | null {
  const nowMs = parse(now);
  const detectedMs = parse(detectedAt) ?? nowMs;
  if (detectedMs === null) return null;
  // A sender's clock that runs ahead must not buy time.
  const early = nowMs !== null && nowMs < detectedMs ? nowMs : detectedMs;
  const appeared = verdict.aim === 'fix' && hasFix(finding) ? parse(finding.fixAvailableSince) : null;
  if (appeared !== null && appeared > early && (nowMs === null || appeared <= nowMs))
    return { ms: appeared, from: 'the day the fix appeared' };
  return { ms: early, from: 'detection' };
}

function dated(verdict: Verdict, facts: Facts): Dated {
  if (verdict.aim === 'nothing') return { dueAt: null, sentence: describeDeadline(verdict, '') };
  const start = startOf(verdict, facts);
  if (verdict.aim === 'review') return { dueAt: null, sentence: reviewSentence(verdict, start, facts) };
  if (!start || verdict.days === null)
    return { dueAt: null, sentence: 'no date: it is not known when it was detected' };
  const dueMs = start.ms + verdict.days * DAY_MS;
  if (dueMs > LAST_MS) return { dueAt: null, sentence: 'no date: the time of detection cannot be right' };
  return { dueAt: isoOf(dueMs), sentence: deadlineSentence(verdict, start.from) };
}

/** The next multiple of the review period after now, so that the words stay the same until it comes. */
function reviewSentence(verdict: Verdict, start: { ms: number } | null, facts: Facts): string {
  const sentence = describeDeadline(verdict, '');
  if (!start || verdict.days === null) return sentence;
  const periodMs = verdict.days * DAY_MS;
  const passed = Math.floor(((parse(facts.now) ?? start.ms) - start.ms) / periodMs);
  const reviewMs = start.ms + (Math.max(passed, 0) + 1) * periodMs;
  return reviewMs > LAST_MS ? sentence : `${sentence}; looked at again by ${isoOf(reviewMs).slice(0, 10)}`;
}

function deadlineSentence(verdict: Verdict, from: string): string {
  let sentence = verdict.sentences.get(from);
  if (sentence === undefined) {
    sentence = describeDeadline(verdict, from);
    verdict.sentences.set(from, sentence);
  }
  return sentence;
}

function reasons(verdict: Verdict, sentence: string): string[] {
  let because = verdict.told.get(sentence);
  if (because === undefined) {
    // One list per day of review at most; old days are not asked for again.
    if (verdict.told.size > 400) verdict.told.clear();
    because = [...verdict.facts, sentence, ...verdict.after];
    verdict.told.set(sentence, because);
  }
  return because;
}

/** Findings of a scan share their times: parsing and printing them once is enough. */
const parse = remembered((text: string): number | null => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms > LAST_MS ? null : ms;
});
const isoOf = remembered((ms: number): string => new Date(ms).toISOString());

function remembered<Key, Value>(
  work: (key: Key) => Value,
): {
  (key: Key): Value;
  (key: Key | null): Value | null;
} {
  const known = new Map<Key, Value>();
  return (key: Key | null) => {
    if (key === null) return null as Value;
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= 1000) known.clear();
      value = work(key);
      known.set(key, value);
    }
    return value;
  };
}
