import type { Kysely } from 'kysely';
import type { Home, HomeFace, SecurityHome, UnitStanding } from '../../../contract/home.ts';
import type { Actor } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { accompanyFace } from './faces/accompany-face.ts';
import { leadFace } from './faces/lead-face.ts';
import { securityFace } from './faces/security-face.ts';
import { teamFace } from './faces/team-face.ts';
import { loadStanding } from './load-standing.ts';
import { facesOf, type HomeStanding } from './standing-in.ts';

interface HomeDeps {
  db: Kysely<DB>;
  /** The numbers of a unit by its key; null: of the company. */
  units: (key: string | null, now: Date) => Promise<UnitStanding>;
  /** What security looks after. */
  cares: (now: Date) => Promise<SecurityHome['cares']>;
}

/** What somebody sees first: the face they ask for, if it is theirs, else the one that fits them best. */
export async function home(
  deps: HomeDeps,
  actor: Actor,
  wanted: HomeFace | undefined,
  now: Date,
): Promise<Home> {
  const standing = await loadStanding(deps.db, actor);
  const faces = facesOf(standing);
  const as = wanted !== undefined && faces.includes(wanted) ? wanted : faces[0];
  if (as === undefined) return { sentence: NOBODY, faces, face: { as: 'none' } };
  return { faces, ...(await shown(deps, as, standing, actor, now)) };
}

const NOBODY = 'You are in no team yet.';

function shown(
  deps: HomeDeps,
  as: HomeFace,
  standing: HomeStanding,
  actor: Actor,
  now: Date,
): Promise<Omit<Home, 'faces'>> {
  switch (as) {
    case 'team':
      return teamFace(deps.db, standing, actor, now);
    case 'accompany':
      return accompanyFace(deps.db, standing, now);
    case 'lead':
      return leadFace(deps.units, standing, now);
    case 'security':
      return securityFace(deps.db, deps.cares, actor, now);
  }
}
