import type { FindingDecision } from '../../../contract/decision.ts';
import { t } from '../../texts/t.ts';
import { exactTime } from '../../ui/format.ts';

const day = (iso: string): string => exactTime(iso);

/** How the decision stands, in sentences: when, by which version, and what its clock does. */
export function decisionSentences(decision: FindingDecision): string[] {
  const { policy, decidedAt, replay, clock, reviewAt, pausedBy, route } = decision;
  const told = [t('Decided by {policy} on {decidedAt}.', { policy, decidedAt: day(decidedAt) })];
  if (replay.equal === true) told.push(t('Asked again with what was known then, it says the same.'));
  else if (replay.equal === false)
    told.push(t('Asked again, it says otherwise: {join}.', { join: replay.differs.join(', ') }));
  else told.push(t('It cannot be asked again: {join}.', { join: replay.differs.join('; ') }));
  if (clock.restartedAt)
    told.push(
      t('It came back, so its clock started again on {restartedAt}.', {
        restartedAt: day(clock.restartedAt),
      }),
    );
  if (clock.fixSince)
    told.push(
      t('A fix appeared on {fixSince}; its clock for the fix starts there.', {
        fixSince: day(clock.fixSince),
      }),
    );
  if (clock.pausedSince)
    told.push(
      t('Its clock stands still since {pausedSince} (rule {pausedBy}).', {
        pausedSince: day(clock.pausedSince),
        pausedBy,
      }),
    );
  if (clock.pausedDays > 0)
    told.push(
      t('Its clock has stood still for {value} days before.', {
        value: Math.round(clock.pausedDays * 10) / 10,
      }),
    );
  if (clock.kept) told.push(KEPT[clock.kept.why]);
  if (route === 'hold') told.push(t('It is held: nobody is asked for it now.'));
  if (reviewAt) told.push(t('It is looked at again by {reviewAt}.', { reviewAt: day(reviewAt) }));
  return told;
}

const KEPT = {
  passed: t('Its date had passed before it was decided again, so the date stays.'),
  moved: t('It came to its owner with its date, which a new owner keeps.'),
};

type Fact = FindingDecision['facts'][number];

const GROUPS: Record<Fact['group'], string> = {
  finding: t('The finding'),
  service: t('Its service'),
  owner: t('Its owner'),
  intelligence: t('Known of the weakness'),
  trust: t('Trust in its rule'),
};

/** Facts by what they are about, those without an answer told together. */
export function factGroups(facts: readonly Fact[]): { title: string; told: Fact[]; open: string[] }[] {
  return [...Map.groupBy(facts, ({ group }) => group)].map(([group, all]) => ({
    title: GROUPS[group],
    told: all.filter(({ value }) => value !== null),
    open: all.filter(({ value }) => value === null).map(({ name }) => name),
  }));
}
