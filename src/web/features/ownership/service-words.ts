import type { CoveredService, OwnershipCoverage } from '../../../contract/coverage.ts';
import { t } from '../../texts/t.ts';

/** The state of the file that describes a service, in a few words. */
export function healthOf({ descriptor, errors, reviewed, stale }: CoveredService): string {
  if (descriptor === null) return 'none';
  if (errors > 0)
    return `${descriptor}: ${t('{errors, plural, one {# error} other {# errors}}', { errors })}`;
  if (reviewed === null) return t('{descriptor}, never marked as reviewed', { descriptor });
  return t('{descriptor}, reviewed {reviewed}{value}', {
    descriptor,
    reviewed,
    value: stale ? t(': stale') : '',
  });
}

/** The page's answer: how much is owned, and what is not. */
export function coverageSentence({ total }: OwnershipCoverage): string {
  const { repositories, services, unownedFindings } = total;
  if (repositories.all === 0) return t('No repository is known yet.');
  const owned = [
    t('{owned, number} of {all, plural, one {# repository} other {# repositories}}', repositories),
    ...(services.all > 0
      ? [t('{owned, number} of {all, plural, one {# service} other {# services}}', services)]
      : []),
  ].join(' and ');
  const none =
    unownedFindings === 0
      ? t('every open finding has one')
      : t(
          '{unownedFindings, plural, one {# open finding} other {# open findings}} {unownedFindings, plural, one {has} other {have}} none',
          { unownedFindings },
        );
  return t('{owned} have an owner; {none}.', { owned, none });
}
