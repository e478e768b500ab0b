import type { CoveredService, OwnershipCoverage } from '../../../contract/coverage.ts';
import { count, number } from '../../ui/format.ts';

/** The state of the file that describes a service, in a few words. */
export function healthOf({ descriptor, errors, reviewed, stale }: CoveredService): string {
  if (descriptor === null) return 'none';
  if (errors > 0) return `${descriptor}: ${count(errors, 'error')}`;
  if (reviewed === null) return `${descriptor}, never marked as reviewed`;
  return `${descriptor}, reviewed ${reviewed}${stale ? ': stale' : ''}`;
}

/** The page's answer: how much is owned, and what is not. */
export function coverageSentence({ total }: OwnershipCoverage): string {
  const { repositories, services, unownedFindings } = total;
  if (repositories.all === 0) return 'No repository is known yet.';
  const owned = [
    `${number(repositories.owned)} of ${count(repositories.all, 'repository', 'repositories')}`,
    ...(services.all > 0 ? [`${number(services.owned)} of ${count(services.all, 'service')}`] : []),
  ].join(' and ');
  const none =
    unownedFindings === 0
      ? 'every open finding has one'
      : `${count(unownedFindings, 'open finding')} ${unownedFindings === 1 ? 'has' : 'have'} none`;
  return `${owned} have an owner; ${none}.`;
}
