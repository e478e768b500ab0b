import type { Fix } from '../../../contract/fixes.ts';
import { t } from '../../texts/t.ts';
import { capitalised, listed } from '../../ui/format.ts';
import { packageOf } from './place.ts';

/** "lodash 4.17.11 and 4.17.15" before, "lodash 4.17.21" after; null where no version says it. */
export function beforeAndAfter({
  component,
  fromVersions,
  toVersion,
}: Pick<Fix, 'component' | 'fromVersions' | 'toVersion'>): { before: string; after: string } | null {
  if (!component || fromVersions.length === 0) return null;
  const { name } = packageOf(component);
  return {
    before: `${name} ${versionsOf(fromVersions)}`,
    after: toVersion ? `${name} ${toVersion}` : t('no fixed version yet'),
  };
}

/** Versions named before the rest is a number. */
const NAMED = 3;

function versionsOf(versions: readonly string[]): string {
  if (versions.length <= NAMED) return listed(versions);
  return listed([...versions.slice(0, NAMED - 1), t('{value} more', { value: versions.length - NAMED + 1 })]);
}

const KINDS: Record<Fix['kind'], string> = {
  upgrade: t('Upgrade of a package'),
  'base-image': t('Rebuild on a newer base'),
  edit: t('Edit of files'),
  rotate: t('Rotation of a credential'),
  configure: t('Change of configuration'),
  retest: t('Change and retest'),
  license: t('Question of a licence'),
};

export const fixKindWords = (kind: Fix['kind']): string => KINDS[kind];

/** Where its work stands, in a few words. */
export function fixStateWords({
  state,
  claimedAt,
  ticket,
}: Pick<Fix, 'state' | 'claimedAt' | 'ticket'>): string {
  if (state === 'closed') return t('Done');
  if (claimedAt) return t('Said to be done; the next scan verifies it');
  return ticket ? capitalised(ticket.state) : t('Open, without a ticket');
}
