import type { Observation } from '../../../kernel/observation.ts';
import { packageOf } from '../keys.ts';
import { ruleIdOf, vulnerabilitiesOf } from '../stored-names.ts';
import type { Coverings } from './coverings.ts';
import type { Coverable } from './extent.ts';
import { aboveWords } from './words.ts';

/** What a scan's finding has of an exception. */
export interface Exempt {
  exception: { id: string; words: string } | null;
  /** Why it has none any more; null = it had none, or has one. */
  exceptionEnded: string | null;
}

export const NOT_EXEMPT: Exempt = { exception: null, exceptionEnded: null };

/** The finding that an observation becomes or changes, as far as exceptions look at it. */
export type Seen = Pick<Coverable, 'id' | 'fixIds' | 'teamId' | 'priority' | 'exceptionId'> & {
  tool: string;
  observation: Observation;
};

/** Whether an exception covers a finding as a scan sees it now, and if the one it had does not, why. Pure. */
export function exemptOf(coverings: Coverings, { tool, observation, ...rest }: Seen): Exempt {
  if (coverings.isEmpty && rest.exceptionId === null) return NOT_EXEMPT;
  const { component } = observation;
  const finding: Coverable = {
    ...rest,
    ruleId: ruleIdOf(tool, observation.rule),
    path: observation.place.path ?? null,
    component: component ? packageOf(component) : null,
    version: component?.version ?? null,
    vulnerabilities: vulnerabilitiesOf(observation) ?? [],
  };
  const exception = coverings.of(finding);
  if (exception) return { exception, exceptionEnded: null };
  if (finding.exceptionId === null) return NOT_EXEMPT;
  const before = coverings.get(finding.exceptionId);
  if (!before) return { exception: null, exceptionEnded: 'its exception has ended' };
  const above = finding.priority < before.ceiling;
  return {
    exception: null,
    exceptionEnded: above ? aboveWords(finding) : 'it is no longer what its exception spoke of',
  };
}
