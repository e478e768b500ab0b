import { describeLength } from '../deadlines/length.ts';
import type { Policy } from '../document/compile.ts';
import { plainWords } from '../document/plain-words.ts';
import type { PolicyDocument } from '../document/schema.ts';

/** What counts as done: who proves it, by kind. */
export const DONE: readonly string[] = [
  'A later scan no longer finds it. Closing the ticket is a claim; the next scan verifies it or opens it again.',
  'A credential is done when it has been revoked where it was issued, with evidence on the finding: deleting the line does not help, and no scan can see it.',
  'What a person reported is done when whoever found it has tested again, or somebody of security says so with evidence.',
  'An exception that was granted: it is not counted as open until it ends.',
];

const days = (n: number): string => `${n} ${n === 1 ? 'day' : 'days'}`;
const listed = (names: readonly string[], word = 'or'): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
const WHO = {
  owner: 'whoever is on it',
  champion: 'the champion of the team',
  manager: 'its manager',
  leader: 'the leader of the unit',
  security: 'security',
} as const;

/** What happens to what nobody can fix yet. */
export function withoutFixWords(policy: Policy, document: PolicyDocument): string[] {
  const { mitigate, reviewDays } = policy.deadlines.withoutFix;
  const { maxReviews, answer } = policy.holds;
  return [
    'What has no fix gets no fix date; the clock of the fix starts when one appears.',
    `It gets a date for a mitigation where ${plainWords(mitigate.ast, document.deadlines.withoutFix.mitigate)}.`,
    reviewDays === null
      ? 'Else it waits for its fix.'
      : `Else it is looked at again after ${days(reviewDays)}.`,
    ...document.routes.flatMap(({ when, to, because }, index) =>
      typeof to === 'object' && 'hold' in to
        ? [
            `Held ${to.hold.startsWith('until') ? '' : 'until '}${to.hold}${because ? ` (${because})` : ''}, where ${plainWords(policy.routes[index]?.condition.ast ?? null, when)}.`,
          ]
        : [],
    ),
    `Nothing is held for ever: a look that is due waits ${answer === null ? 'for nobody' : days(answer)} for an answer, a hold goes on ${maxReviews === 1 ? 'once' : `${maxReviews} times`} at most, then its owner gets the ticket and decides.`,
  ];
}

/** Who decides on being let off, and for how long. */
export function exceptionWords({ exceptions }: Policy): string[] {
  const { falsePositive, duplicate, mitigated, acceptedRisk, remindDays } = exceptions;
  const by = (rule: { by: readonly string[]; countersign: readonly string[] }) =>
    `granted by a ${listed(rule.by)}${rule.countersign.length > 0 ? `, countersigned by ${listed(rule.countersign)}` : ''}`;
  return [
    'Anybody who sees a finding may ask for an exception; nobody grants alone what they asked for and somebody has to countersign.',
    `False positive: ${by(falsePositive)}. Duplicate: ${by(duplicate)}.`,
    `Mitigated in another way: ${by(mitigated)}, for ${days(mitigated.maxDays)} at most.`,
    `Accepted risk: ${by(acceptedRisk)}, for ${days(acceptedRisk.maxDays)} at most; of P0 and P1 ${by(acceptedRisk.P0P1)}.`,
    `Whoever asked and granted is reminded ${days(remindDays)} before it ends; then it counts as open again.`,
  ];
}

/** How loud it is: pacing and escalation. */
export function toldWords(policy: Policy, document: PolicyDocument): string[] {
  const { newTicketsPerTeamPerWeek: cap, except, onboarding } = policy.pacing;
  const pacing =
    cap === null
      ? ['One ticket for each fix, in the queue of its owner, as soon as it is known.']
      : [
          `One ticket for each fix, in the queue of its owner: ${cap} new ones a week for each team, the most useful first. What waits is listed, and keeps its date.`,
          `Never waits what meets this: ${plainWords(except.ast, document.pacing.except)}.`,
          onboarding === 'waves'
            ? 'What a new tool finds at first arrives in the same waves.'
            : 'What a new tool finds at first arrives at once.',
        ];
  const reminders = document.escalation.map(({ when, at, to }, index) => {
    const ast = policy.escalation[index]?.condition.ast ?? null;
    const where = when === 'true' ? '' : `, where ${plainWords(ast, when)}`;
    return `${momentWords(at)} ${listed(
      to.map((role) => WHO[role]),
      'and',
    )} ${to.length > 1 ? 'are' : 'is'} told on the ticket, once${where}.`;
  });
  return [...pacing, ...reminders];
}

function momentWords(at: PolicyDocument['escalation'][number]['at']): string {
  if ('share' in at)
    return at.share === 1
      ? 'At the date'
      : at.share === 0.5
        ? 'Half-way to the date'
        : `After ${Math.round(at.share * 100)} % of the time`;
  const length = 'before' in at ? at.before : at.after;
  return `${length ? capital(describeLength(length)) : 'Never'} ${'before' in at ? 'before' : 'after'} the date`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
