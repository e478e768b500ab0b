import type { LeadHome, UnitStanding } from '../../../../contract/home.ts';
import type { HomeStanding } from '../standing-in.ts';

/** More are read one by one from the list of units. */
const UNITS = 5;

/** Where is the risk of my unit? A leader whom no unit names sees the company. */
export async function leadFace(
  standingOf: (key: string | null, now: Date) => Promise<UnitStanding>,
  { units }: HomeStanding,
  now: Date,
): Promise<{ sentence: string; face: LeadHome }> {
  const shown = units.length > 0 ? units.slice(0, UNITS) : [null];
  const standings = await Promise.all(shown.map((key) => standingOf(key, now)));
  return {
    sentence: standings.map(({ sentence }) => sentence).join(' '),
    face: { as: 'lead', units: standings },
  };
}
