import type { RemoteRecord } from '../../../contract/remote.ts';
import { sentenceOf } from '../../ui/format.ts';

/** Systems as people call them. */
const SYSTEMS: Record<string, string> = {
  jira: 'Jira',
  github: 'GitHub',
  gitlab: 'GitLab',
  redmine: 'Redmine',
  webhook: 'the webhook',
};

export const systemName = (system: string): string => SYSTEMS[system] ?? system;

/** How both sides stand to each other, in one sentence. */
export function remoteInWords({ state, system, behind, problem, connection }: RemoteRecord): string {
  const there = systemName(system);
  if (state === 'left') return `People took it out of ${there}; it goes on here.`;
  if (connection === null) return `The connection to ${there} was removed: what is there stays as it is.`;
  // Most refusals begin with who refused.
  if (problem)
    return sentenceOf(
      problem.says.startsWith(`${there} `) ? problem.says : `${there} does not take it: ${problem.says}`,
    );
  if (state === 'wanted') return `On its way to ${there}.`;
  return behind ? `${there} hears of the last change in a moment.` : 'Both sides say the same.';
}
