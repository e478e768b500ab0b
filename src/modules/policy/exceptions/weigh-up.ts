import type { Kysely } from 'kysely';
import { type ExceptionKind, type Extent, type Measured, measureExtent } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';

/** What is about to be decided on, measured now. */
export interface WeighedUp {
  measured: Measured;
  kind: ExceptionKind;
  /** 0 = P0. */
  priority: number;
  allTeams: boolean;
}

/**
 * Measures an extent as it is now. What reaches into other teams needs security's word; a package everywhere always
 * does, since nobody knows whose it will be.
 * @param asked the priority of what it is asked on, for when nothing else is open
 */
export async function weighUp(
  db: Kysely<DB>,
  kind: ExceptionKind,
  {
    extent,
    teamId,
    ownTeamOnly,
    priority,
  }: { extent: Extent; teamId: string | null; ownTeamOnly: boolean; priority: number },
): Promise<WeighedUp> {
  const measured = await measureExtent(db, extent, { ceiling: 0, allTeams: !ownTeamOnly, teamId });
  const others = measured.teams.some(({ id }) => id !== teamId);
  return {
    measured,
    kind,
    priority: measured.priority ?? priority,
    allTeams: !ownTeamOnly && (extent.scope === 'package' || others),
  };
}

/** "Covers 14 open findings of 3 teams, and what is found later." Pure. */
export function extentSentence(
  { scope }: Extent,
  { findings, teams }: Pick<Measured, 'findings' | 'teams'>,
): string {
  const of = teams.length > 1 ? ` of ${teams.length} teams` : teams[0] ? ` of ${teams[0].name}` : '';
  const later = scope === 'finding' ? '' : ', and what is found later';
  return `Covers ${findings} open ${findings === 1 ? 'finding' : 'findings'}${of}${later}.`;
}
