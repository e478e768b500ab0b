import type { FindingDecision } from '../../../contract/decision.ts';
import { exactTime } from '../../ui/format.ts';

const day = (iso: string): string => exactTime(iso);

/** How the decision stands, in sentences: when, by which version, and what its clock does. */
export function decisionSentences(decision: FindingDecision): string[] {
  const { policy, decidedAt, replay, clock, reviewAt, pausedBy, route } = decision;
  const told = [`Decided by ${policy} on ${day(decidedAt)}.`];
  if (replay.equal === true) told.push('Asked again with what was known then, it says the same.');
  else if (replay.equal === false) told.push(`Asked again, it says otherwise: ${replay.differs.join(', ')}.`);
  else told.push(`It cannot be asked again: ${replay.differs.join('; ')}.`);
  if (clock.restartedAt) told.push(`It came back, so its clock started again on ${day(clock.restartedAt)}.`);
  if (clock.fixSince)
    told.push(`A fix appeared on ${day(clock.fixSince)}; its clock for the fix starts there.`);
  if (clock.pausedSince)
    told.push(`Its clock stands still since ${day(clock.pausedSince)} (rule ${pausedBy}).`);
  if (clock.pausedDays > 0)
    told.push(`Its clock has stood still for ${Math.round(clock.pausedDays * 10) / 10} days before.`);
  if (clock.kept) told.push(KEPT[clock.kept.why]);
  if (route === 'hold') told.push('It is held: nobody is asked for it now.');
  if (reviewAt) told.push(`It is looked at again by ${day(reviewAt)}.`);
  return told;
}

const KEPT = {
  passed: 'Its date had passed before it was decided again, so the date stays.',
  moved: 'It came to its owner with its date, which a new owner keeps.',
};

type Fact = FindingDecision['facts'][number];

const GROUPS: Record<Fact['group'], string> = {
  finding: 'The finding',
  service: 'Its service',
  owner: 'Its owner',
  intelligence: 'Known of the weakness',
  trust: 'Trust in its rule',
};

/** Facts by what they are about, those without an answer told together. */
export function factGroups(facts: readonly Fact[]): { title: string; told: Fact[]; open: string[] }[] {
  return [...Map.groupBy(facts, ({ group }) => group)].map(([group, all]) => ({
    title: GROUPS[group],
    told: all.filter(({ value }) => value !== null),
    open: all.filter(({ value }) => value === null).map(({ name }) => name),
  }));
}
