import type { RemoteRecord } from '../../../contract/remote.ts';
import { t } from '../../texts/t.ts';
import { sentenceOf } from '../../ui/format.ts';

/** Systems as people call them. */
const SYSTEMS: Record<string, string> = {
  jira: t('Jira'),
  github: 'GitHub',
  gitlab: 'GitLab',
  redmine: t('Redmine'),
  webhook: t('the webhook'),
};

export const systemName = (system: string): string => SYSTEMS[system] ?? system;

/** How both sides stand to each other, in one sentence. */
export function remoteInWords({ state, system, behind, problem, connection }: RemoteRecord): string {
  const there = systemName(system);
  if (state === 'left') return t('People took it out of {there}; it goes on here.', { there });
  if (connection === null)
    return t('The connection to {there} was removed: what is there stays as it is.', { there });
  // Most refusals begin with who refused.
  if (problem)
    return sentenceOf(
      problem.says.startsWith(`${there} `)
        ? problem.says
        : t('{there} does not take it: {says}', { there, says: problem.says }),
    );
  if (state === 'wanted') return t('On its way to {there}.', { there });
  return behind
    ? t('{there} hears of the last change in a moment.', { there })
    : t('Both sides say the same.');
}
